import { listComments } from "@tandem/contract/agreement/comments";
import { createDraft, readVersion } from "@tandem/contract/agreement/drafts";
import { readAgreement } from "@tandem/contract/agreement/versions";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { CodeIcon, DiffIcon, DocumentIcon, DownloadIcon, EditIcon, HistoryIcon, MessageIcon, MoreIcon } from "../../ui/icons.ts";
import { Menu } from "../../ui/menu.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useKeys } from "../../ui/use-keys.ts";
import { usePhone } from "../../ui/use-phone.ts";
import { SearchBox } from "../../ui/search-box.tsx";
import { AgreementNews } from "./agreement-news.tsx";
import { AgreementSections } from "./agreement-sections.tsx";
import { CommentsPanel } from "./comments-panel.tsx";
import type { About } from "./draft/entry-places.ts";
import { findLines } from "./find-lines.ts";
import { ProposeDialog } from "./propose-dialog.tsx";
import { SectionNav } from "./section-nav.tsx";
import { SignDialog } from "./sign-dialog.tsx";
import { SignatureBar } from "./signature-bar.tsx";
import { TextDialog } from "./text-dialog.tsx";
import { versionName } from "./version-words.ts";
import { VersionsPanel } from "./versions-panel.tsx";
import css from "./agreement.module.css";

/** The agreement in force in plain words, with its signatures. */
export function Page() {
  const read = useOperation(readAgreement);
  const agreement = read.data;
  const phone = usePhone();
  const may = useMay();
  const { show } = useSearch({ strict: false }) as { show?: string };
  const navigate = useNavigate();
  const open = (next?: string) => void navigate({ to: "/agreement", search: (next ? { show: next } : {}) as never, replace: true });
  const [search, setSearch] = useState("");
  const asked = useDeferredValue(search);
  const [withRules, setWithRules] = useState(false);
  const whole = useOperation(readVersion, { params: { version: agreement?.version ?? 1 } }, { enabled: withRules && agreement !== undefined });
  const said = useOperation(listComments, { query: { version: agreement?.version ?? 1 } }, { enabled: agreement !== undefined });
  const comments = said.data?.comments ?? [];
  const openComments = comments.filter((one) => one.resolvedAt === null);
  const [about, setAbout] = useState<About | null>(null);
  const talk = { on: (section: string) => openComments.filter((one) => one.section === section).length, open: (section: About["section"]) => { setAbout({ section, key: null }); open("comments"); } };
  const [signing, setSigning] = useState(false);
  const [textOf, setTextOf] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const sections = agreement ? findLines(agreement.sections, asked) : [];
  useKeys("Agreement", {
    e: { label: "Export text", run: () => open("text") },
    r: { label: "Show or hide the rules as the engine reads them", run: () => setWithRules(!withRules) },
    m: { label: "Comments", run: () => open("comments") },
    v: { label: "Versions", run: () => open("versions") },
    c: may(createDraft) && { label: "Propose a change", run: () => open("propose") },
  });
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [asked]);
  return (
    <div className={css.page}>
      <PageHeader title="Agreement" note={agreement && <span className={css.version1}><Chip>v{agreement.version}</Chip><span className={css.versionTitle} title={versionName(agreement)}>{agreement.title}</span></span>}>
        <SearchBox label="Search in the agreement" placeholder="Search" value={search} onChange={setSearch} />
        {phone ? (
          <Menu label="More" target={<IconButton kind="outline" icon={MoreIcon} label="More" />} entries={[...(may(createDraft) ? [{ label: "Propose a change…", icon: EditIcon, onSelect: () => open("propose") }] : []), { label: "Drafts", icon: DocumentIcon, onSelect: () => void navigate({ to: "/agreement/drafts" }) }, { label: "Compare versions", icon: DiffIcon, onSelect: () => void navigate({ to: "/agreement/compare" }) }, { label: withRules ? "Hide the rules" : "Show the rules", icon: CodeIcon, onSelect: () => setWithRules(!withRules) }, { label: commentsWords(openComments.length), icon: MessageIcon, onSelect: () => open("comments") }, { label: "Versions", icon: HistoryIcon, onSelect: () => open("versions") }, { label: "Export text", icon: DownloadIcon, onSelect: () => open("text") }]} />
        ) : (
          <>
            <Button icon={CodeIcon} hint="r" aria-pressed={withRules} onClick={() => setWithRules(!withRules)}>Rules</Button>
            <Button icon={MessageIcon} hint="m" onClick={() => open("comments")}>{commentsWords(openComments.length)}</Button>
            <Button icon={HistoryIcon} hint="v" onClick={() => open("versions")}>Versions</Button>
            <IconButton kind="outline" icon={DownloadIcon} label="Export text" disabled={!agreement} onClick={() => open("text")} />
            {may(createDraft) && <Button kind="primary" icon={EditIcon} hint="c" onClick={() => open("propose")}>Propose a change…</Button>}
          </>
        )}
      </PageHeader>
      {!agreement && (read.error ? <ErrorState center title="The agreement could not be loaded" error={read.error} onRetry={() => void read.refetch()} /> : <div className={css.loading}><SkeletonLines lines={14} gap={16} /></div>)}
      {agreement && (
        <>
          <div className={css.body} data-rules={withRules || undefined} ref={scroller} tabIndex={-1}>
            <SectionNav label="Sections of the agreement" entries={sections.map(({ key, title, side }) => ({ key, title: title.split(",")[0]!, side }))} scroller={scroller} />
            <div className={css.document}>
              {asked.trim() === "" && <AgreementNews agreement={agreement} />}
              {sections.length === 0 ? <EmptyState title={`Nothing in the agreement says “${asked.trim()}”.`} text="All words must stand in one rule. Try a single one." action={<Button onClick={() => setSearch("")}>Clear search</Button>} /> : <AgreementSections sections={sections} search={asked} rules={withRules ? whole.data?.document : undefined} talk={talk} />}
            </div>
          </div>
          <CommentsPanel agreement={agreement} open={show === "comments"} comments={comments} about={about} onAbout={setAbout} onClose={() => { setAbout(null); open(); }} />
          <SignatureBar agreement={agreement} onSign={() => setSigning(true)} />
          <SignDialog agreement={agreement} open={signing} onClose={() => setSigning(false)} />
          <TextDialog version={textOf ?? agreement.version} open={show === "text" || textOf !== null} onClose={() => { setTextOf(null); if (show === "text") open(); }} />
        </>
      )}
      <ProposeDialog from={show === "propose" ? "newest" : undefined} onClose={() => open()} />
      <VersionsPanel open={show === "versions" && textOf === null} onClose={() => open()} onText={setTextOf} />
    </div>
  );
}

function commentsWords(count: number): string {
  return count === 0 ? "Comments" : `${count} ${count === 1 ? "comment" : "comments"}`;
}
