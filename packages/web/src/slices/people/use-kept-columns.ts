import { changePreferences, readMe } from "@tandem/contract/access/me";
import type { KeptList } from "@tandem/contract/people/views";
import { useMemo } from "react";
import { patch, useAct, useOperation } from "../../app/query.ts";
import type { Column } from "../../ui/data-table.tsx";
import { shownColumns } from "./list-kept.ts";

/** The columns of a list as the person chose them, kept for their other browsers; a view may bring its own. */
export function useKeptColumns<Row>(list: KeptList, all: readonly Column<Row>[], usual: readonly string[], ofView: readonly string[] | null | undefined) {
  const kept = useOperation(readMe).data?.preferences.columns ?? {};
  const save = useAct(changePreferences, {
    optimistic: ({ body }) => patch(readMe, (me) => ({ ...me, preferences: { ...me.preferences, ...(body?.columns && { columns: body.columns }) } })),
  });
  const chosen = ofView ?? kept[list];
  const columns = useMemo(() => shownColumns(all, usual, chosen), [all, usual, chosen]);
  return {
    columns,
    keys: columns.map(({ key }) => key),
    own: kept[list] !== undefined,
    /** Null goes back to the usual ones. */
    choose: (keys: readonly string[] | null) => {
      const { [list]: _, ...others } = kept;
      save.mutate({ body: { columns: keys === null ? others : { ...others, [list]: [...keys] } } });
    },
  };
}
