import { useState, type ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Filters } from "../../ui/filter-bar.tsx";
import { FilterIcon } from "../../ui/icons.ts";
import { usePhone } from "../../ui/use-phone.ts";

interface ListFiltersProps {
  /** How many are set. */
  used: number;
  onClear: () => void;
  /** What is gone back to: "Show people". */
  show: string;
  children: ReactNode;
}

/** The filters of a list: a bar on the desk, a sheet on the phone. */
export function ListFilters({ used, onClear, show, children }: ListFiltersProps) {
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  if (!phone)
    return (
      <Filters>
        {children}
        {used > 0 && <Button kind="quiet" onClick={onClear}>Clear</Button>}
      </Filters>
    );
  return (
    <>
      <Button icon={FilterIcon} onClick={() => setOpen(true)}>{used > 0 ? `Filters, ${used} on` : "Filters"}</Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Filters" actions={<><Button kind="quiet" onClick={onClear}>Clear</Button><Button kind="primary" onClick={() => setOpen(false)}>{show}</Button></>}>
        <Filters sheet>{children}</Filters>
      </Dialog>
    </>
  );
}
