import { listDrafts } from "@tandem/contract/agreement/drafts";
import type { OutputOf } from "@tandem/contract/operation";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { AddIcon, CheckIcon, MessageIcon } from "../../ui/icons.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { TwoLines } from "../../ui/two-lines.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { ProposeDialog } from "./propose-dialog.tsx";
import { sideNames, type Side } from "./side-words.ts";
import css from "./agreement.module.css";

type Line = OutputOf<typeof listDrafts>["drafts"][number];

/** What is proposed to be agreed, and how near each is to being signed. */
export function Page() {
  const navigate = useNavigate();
  const format = useFormat();
  const { state = "open", propose } = useSearch({ strict: false }) as { state?: "open" | "all"; propose?: string };
  const read = useOperation(listDrafts, { query: { state } });
  const search = (next: { state?: "open" | "all" | undefined; propose?: string | undefined }) => void navigate({ to: "/agreement/drafts", search: { ...(state === "all" && { state }), ...next } as never, replace: true });
  useKeys("Drafts", { c: { label: "Propose a change", run: () => search({ propose: "newest" }) } });
  const columns: Column<Line>[] = [
    { key: "title", header: "Draft", width: "3fr", cell: (draft) => <TwoLines strong top={draft.title} under={`Draft ${draft.number}, proposed by ${draft.proposedBy.name}`} /> },
    { key: "state", header: "State", width: 176, cell: (draft) => <StateOf draft={draft} /> },
    { key: "signatures", header: "Signed by", width: 176, cell: (draft) => <Signed draft={draft} /> },
    { key: "effective", header: "Takes effect", width: 136, wide: true, cell: (draft) => (draft.state === "withdrawn" ? "" : draft.effectiveFrom === null ? <span className="ink3">Once signed</span> : format.date(draft.effectiveFrom)) },
    { key: "comments", header: "Comments", width: 88, align: "right", wide: true, cell: (draft) => (draft.openComments > 0 ? <span className={css.talk}><MessageIcon /> {draft.openComments}</span> : <span className="ink3">–</span>) },
    { key: "updated", header: "Changed", width: 144, align: "right", cell: (draft) => <TwoLines align="right" top={<RelativeTime at={draft.updatedAt} />} under={draft.changedBy.name} /> },
  ];
  return (
    <div className={css.page}>
      <PageHeader title="Drafts" path={[{ label: "Agreement", to: "/agreement" }]} note={read.data && state === "open" ? `${read.data.drafts.length} open` : undefined}>
        <SegmentedTabs label="Which drafts" value={state} onChange={(next) => search({ state: next === "all" ? "all" : undefined })} tabs={[{ value: "open", label: "Open" }, { value: "all", label: "All" }]} />
        <Button kind="primary" icon={AddIcon} hint="c" onClick={() => search({ propose: "newest" })}>Propose a change</Button>
      </PageHeader>
      <DataTable
        label="Drafts" columns={columns} rows={read.data?.drafts} rowKey={(draft) => draft.id} rowLabel={(draft) => `Draft ${draft.number}, ${draft.title}`} onOpen={(draft) => void navigate({ to: `/agreement/drafts/${draft.id}` })}
        loading={read.isPending} error={read.error} retry={() => void read.refetch()}
        phoneRow={(draft) => <span className={css.draftRow}><TwoLines strong top={draft.title} under={`Draft ${draft.number}, ${draft.proposedBy.name}`} /><StateOf draft={draft} /></span>}
        empty={<EmptyState title="Nothing is proposed." text="Anyone of either team can propose a change: it becomes a draft to write, talk about and sign." action={<Button kind="primary" icon={AddIcon} onClick={() => search({ propose: "newest" })}>Propose a change</Button>} />}
      />
      <ProposeDialog from={propose} onClose={() => search({ propose: undefined })} />
    </div>
  );
}

function StateOf({ draft }: { draft: Line }) {
  if (draft.state === "withdrawn") return <Chip>Withdrawn</Chip>;
  if (draft.state === "in-force") return <Chip tone="good">Became version {draft.becameVersion}</Chip>;
  if (draft.preparing) return <Chip tone="accent">Signed, being prepared</Chip>;
  if (draft.wasVersion !== null && draft.signatures.length === 0) return <Chip tone="warn">Overtaken, to sign anew</Chip>;
  if (draft.newestVersion !== draft.baseVersion) return <Chip tone="warn">Behind version {draft.newestVersion}</Chip>;
  return <Chip tone="accent">Open</Chip>;
}

function Signed({ draft }: { draft: Line }) {
  if (draft.state === "withdrawn") return null;
  return (
    <span className={css.signedBy}>
      {(["marketing", "sales"] as Side[]).map((side) => {
        const signature = draft.signatures.find((one) => one.side === side && (one.gone === null || draft.state === "in-force"));
        return <span key={side} className={signature ? undefined : "ink3"} title={signature ? `${signature.name}, ${sideNames[side]}` : `${sideNames[side]} has not signed`}>{signature ? <CheckIcon /> : null}{sideNames[side]}</span>;
      })}
    </span>
  );
}
