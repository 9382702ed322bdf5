import { cancelImport, getImport, removeImport, runImport } from "@tandem/contract/imports/imports";
import type { ImportDetail } from "@tandem/contract/imports/parts";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { call } from "../../app/api.ts";
import { useAct, useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Row } from "../../ui/layout.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { MoreIcon } from "../../ui/icons.ts";
import { Menu } from "../../ui/menu.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Progress } from "../../ui/progress.tsx";
import { Section } from "../../ui/section.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { FileDrop } from "./file-drop.tsx";
import { MappingEditor } from "./mapping-editor.tsx";
import { RefusedRows } from "./refused-rows.tsx";
import { upload, useUpload } from "./uploads.ts";
import { isUnderWay, kindNames, sizeWords, stateName } from "./words.ts";
import css from "./imports.module.css";

/** One import from its file to its report; which part is shown follows from where it stands. */
export function Page() {
  const { importId } = useParams({ strict: false }) as { importId: string };
  const navigate = useNavigate();
  const { context, number } = useFormat();
  const [mapping, setMapping] = useState(false);
  const [leaving, setLeaving] = useState<"cancel" | "remove" | null>(null);
  // Live updates tell of each batch; asking again is for the case that they do not arrive.
  const found = useOperation(getImport, { params: { importId } }, { every: (row) => (row && (isUnderWay(row) || row.state === "uploading") ? 3_000 : null), keep: false });
  const run = useAct(runImport, { onDone: () => setMapping(false) });
  const row = found.data;
  if (!row) return <div className={css.page}><PageHeader title="Import" path={[{ label: "Imports", to: "/settings/imports" }]} />{found.error ? <ErrorState title="The import could not be loaded" error={found.error} onRetry={() => void found.refetch()} /> : <div className={css.body}><SkeletonLines lines={8} /></div>}</div>;
  const start = (dryRun: boolean) => run.mutate({ params: { importId }, body: { dryRun } });
  const editing = row.state === "mapping" || (mapping && !isUnderWay(row));
  return (
    <div className={css.page}>
      <PageHeader title={row.fileName} path={[{ label: "Imports", to: "/settings/imports" }]} note={`${kindNames[row.kind]}, ${sizeWords(row.fileSize, context.locale)}`}>
        <Chip>{stateName(row)}</Chip>
        {isUnderWay(row) ? <Button onClick={() => setLeaving("cancel")}>Cancel…</Button> : <Menu label="More about this import" target={<IconButton icon={MoreIcon} label="More" />} entries={[{ label: "Map columns again", refused: row.hasFile ? undefined : "The file is no longer kept", onSelect: () => setMapping(true) }, "line", { label: "Forget this import…", danger: true, onSelect: () => setLeaving("remove") }]} />}
      </PageHeader>
      {row.state === "uploading" && <div className={css.body}><UploadPart row={row} /></div>}
      {editing && <MappingEditor key={row.id} row={row} onRun={start} running={run.isPending} onCancel={row.state === "mapping" ? undefined : () => setMapping(false)} />}
      {!editing && row.state !== "uploading" && (
        <div className={css.body}>
          {isUnderWay(row) && <Section card title={row.dryRun ? "Trying" : "Importing"} note={row.dryRun ? "nothing is written" : "you can leave this page"}><ProgressPart row={row} /></Section>}
          {row.state === "failed" && <Notice tone="breach" title="The import stopped" text={row.failure ?? ""}><Button onClick={() => start(false)} busy={run.isPending}>Go through it again</Button></Notice>}
          {row.state === "cancelled" && <Notice title="The import was cancelled" text={row.hasFile ? "What was imported until then stays. Run again, rows that are there already are left as they are." : "The file is no longer kept. What was imported stays."}>{row.hasFile && row.mapping && <Button onClick={() => start(false)} busy={run.isPending}>Run again</Button>}</Notice>}
          {row.state === "finished" && row.dryRun && (
            <Notice tone="accent" title="This is what would happen. Nothing was written." text={row.mapping?.options.treatAsLive ? "Treated as live: scores may qualify people, hand them over and start clocks." : "Imported as history: nobody is handed over, no clock starts, no mail goes out."}>
              <Row>
                <Button onClick={() => setMapping(true)}>Change columns</Button>
                <Button kind="primary" busy={run.isPending} refused={row.hasFile ? undefined : "The file is no longer kept"} onClick={() => start(false)}>Import</Button>
              </Row>
            </Notice>
          )}
          <Counts row={row} />
          {row.notes.length > 0 && (
            <Section card title="Worth knowing">
              <ul className={css.notes}>{row.notes.map((note) => <li key={note.code}><b className="num">{number(note.count)}</b><span>{note.words}</span></li>)}</ul>
            </Section>
          )}
          <RefusedRows row={row} />
        </div>
      )}
      <ConfirmDialog
        open={leaving !== null} onClose={() => setLeaving(null)} danger confirm={leaving === "cancel" ? "Stop here" : "Forget"}
        title={leaving === "cancel" ? "Stop the import?" : `Forget the import of ${row.fileName}?`}
        lead={leaving === "cancel" ? "What was imported until now stays. It can be run again: rows that are there already are left as they are." : "The file and the report of refused rows go. What was imported stays."}
        onConfirm={async () => {
          if (leaving === "cancel") await call(cancelImport, { params: { importId } });
          else {
            await call(removeImport, { params: { importId } });
            await navigate({ to: "/settings/imports" });
          }
          await found.refetch();
        }}
      />
    </div>
  );
}

function UploadPart({ row }: { row: ImportDetail }) {
  const under = useUpload(row.id);
  const { context } = useFormat();
  const format = useFormat();
  if (under && under.error === null)
    return <Section card title="Uploading" note={`${sizeWords(under.sent, context.locale)} of ${sizeWords(under.size, context.locale)}`}><div className={css.progress}><Progress share={under.sent / under.size} label="Uploaded" tone="accent" height={8} /><span className="num">{format.share(under.sent / under.size)}</span></div></Section>;
  return (
    <Section card title="The upload stopped" note={`${sizeWords(row.uploaded, context.locale)} of ${sizeWords(row.fileSize, context.locale)} have arrived`} definition={under?.error instanceof Error ? under.error.message : "Choose the same file again: it goes on where it stopped."}>
      <FileDrop file={null} label={`Choose ${row.fileName} again`} onFile={(file) => void (file.size === row.fileSize && upload(row.id, file, row.uploaded))} />
    </Section>
  );
}

function ProgressPart({ row }: { row: ImportDetail }) {
  const format = useFormat();
  return (
    <div className={css.progress} role="status">
      <Progress share={row.progress} label={row.dryRun ? "Tried" : "Imported"} tone="accent" height={8} />
      <span className="num">{row.state === "queued" ? "waiting" : `${format.share(row.progress)}, ${format.number(row.rows)} rows`}</span>
    </div>
  );
}

/** What became of the rows, in four numbers that make the whole. */
function Counts({ row }: { row: ImportDetail }) {
  const format = useFormat();
  const would = row.dryRun ? "would be " : "";
  const parts = [
    { name: `${would}created`, value: row.created, what: row.kind === "opportunities" ? "deals new here" : `${kindNames[row.kind].toLowerCase()} new here` },
    { name: `${would}updated`, value: row.updated, what: "were here and took a value" },
    { name: "unchanged", value: row.unchanged, what: row.notes.some(({ code }) => code.startsWith("kept-")) ? "nothing of them was taken" : "say nothing new" },
    { name: "refused", value: row.refused, what: row.repaired > 0 ? `${format.number(row.repaired)} repaired since` : "with a reason each, below" },
  ];
  return (
    <dl className={css.counts} aria-label="Rows">
      {parts.map((part) => (
        <div key={part.name} className={css.count} data-asks={(part.name === "refused" && part.value > 0) || undefined}>
          <dt>{part.name}</dt>
          <dd className="num">{format.number(part.value)}</dd>
          <dd className={css.what}>{part.what}</dd>
        </div>
      ))}
    </dl>
  );
}
