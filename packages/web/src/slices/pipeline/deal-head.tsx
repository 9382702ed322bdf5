import { editOpportunity, type OpportunityPage } from "@tandem/contract/pipeline/opportunities";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { CheckIcon, CloseIcon, CopyIcon, EditIcon, MoreIcon, UndoIcon } from "../../ui/icons.ts";
import { Link } from "../../ui/link.tsx";
import { Menu } from "../../ui/menu.tsx";
import { RecordHead } from "../../ui/record-page.tsx";
import { toast } from "../../ui/toast.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { isPast, todayIn, workedBy } from "./words.ts";
import css from "./opportunity.module.css";

/** What of the deal is open over the page. */
export type OpenPart = "edit" | "won" | "lost" | "reopen" | null;

/** Name, worth and date, and the acts that end or change the deal. */
export function DealHead({ page, mayEdit, onOpen }: { page: OpportunityPage; mayEdit: boolean; onOpen: (open: OpenPart) => void }) {
  const format = useFormat();
  const may = useMay();
  const open = page.state === "open";
  useKeys("Deal", {
    i: mayEdit && { label: "Edit deal", run: () => onOpen("edit") },
    w: mayEdit && open && { label: "Close as won", run: () => onOpen("won") },
    r: mayEdit && open && { label: "Close as lost", run: () => onOpen("lost") },
  });
  const copy = { label: "Copy link", icon: CopyIcon, onSelect: () => void navigator.clipboard.writeText(`${location.origin}/pipeline/${page.id}`).then(() => toast.say("The link is copied"), (error: unknown) => toast.problem(error)) };
  return (
    <RecordHead
      name={page.name} picture={page.company?.name ?? page.name} shape="company"
      chips={
        <>
          {page.state === "won" && <Chip tone="good">Won</Chip>}
          {page.state === "lost" && <Chip>Lost</Chip>}
          {page.history && <Chip title="Imported with its own dates">History</Chip>}
          {page.flag && <Chip tone="warn" title="The data contradicts itself; it was kept as it is.">{page.flag.replaceAll("-", " ")}</Chip>}
        </>
      }
      under={
        <>
          {page.company ? <Link to={`/companies/${page.company.id}`}>{page.company.name}</Link> : "No company"}
          {page.owner ? `, owner ${page.owner.name}` : ", nobody owns it"}
        </>
      }
      figures={
        <>
          <div><dt>Amount</dt><dd data-won={page.state === "won" || undefined}>{page.amount ? format.money(page.amount.amount, { currency: page.amount.currency }) : <span className="ink3">None</span>}</dd><Converted page={page} /></div>
          <div><dt>{open ? "Close date" : "Closed"}</dt><dd>{page.closedAt ? format.date(page.closedAt) : page.closeOn ? format.day(page.closeOn) : <span className="ink3">None</span>}</dd><Overdue page={page} /></div>
        </>
      }
    >
      {!mayEdit && may(editOpportunity) && <span className={css.others}>{workedBy(page)}</span>}
      {mayEdit && open && <Button kind="primary" icon={CheckIcon} hint="w" onClick={() => onOpen("won")}>Won…</Button>}
      {mayEdit && open && <Button icon={CloseIcon} hint="r" onClick={() => onOpen("lost")}>Lost…</Button>}
      {mayEdit && !open && <Button icon={UndoIcon} onClick={() => onOpen("reopen")}>Open again…</Button>}
      {mayEdit && <Button icon={EditIcon} hint="i" onClick={() => onOpen("edit")}>Edit…</Button>}
      <Menu label="More" target={<IconButton icon={MoreIcon} label="More" />} entries={[copy]} />
    </RecordHead>
  );
}

function Converted({ page }: { page: OpportunityPage }) {
  const format = useFormat();
  if (!page.amount) return null;
  if (page.amount.company === null) return <dd className={css.warn} title="It is in no sum until RevOps records a rate.">No rate for {page.amount.currency}</dd>;
  if (!page.amount.rate) return null;
  return <dd className="label" title={`Rate ${page.amount.rate.rate} of ${format.day(page.amount.rate.day)}${page.state === "won" ? ", frozen when it was won" : ""}`}>{format.money(page.amount.company)} at {page.amount.rate.rate}</dd>;
}

function Overdue({ page }: { page: OpportunityPage }) {
  const format = useFormat();
  return page.state === "open" && page.closeOn !== null && isPast(page.closeOn, todayIn(format.context.timeZone, format.now)) ? <dd className={css.warn}>Has passed</dd> : null;
}
