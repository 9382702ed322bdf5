import { listComments } from "@tandem/contract/agreement/comments";
import { listTerms } from "@tandem/contract/agreement/terms";
import { readDraft, readVersion } from "@tandem/contract/agreement/drafts";
import { listVersions } from "@tandem/contract/agreement/versions";
import { diffAgreements } from "@tandem/domain/agreement/diff";
import { sectionOf, type SectionKey } from "@tandem/domain/agreement/sections";
import { validateAgreement } from "@tandem/domain/agreement/validate";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useOperation } from "../../../app/query.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { PageHeader } from "../../../ui/page-header.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { useKeys } from "../../../ui/use-keys.ts";
import { usePhone } from "../../../ui/use-phone.ts";
import { ReadOnlyContext, VocabularyContext } from "../criteria/vocabulary.ts";
import { DraftEditingContext, type DraftEditing } from "./draft-context.ts";
import { DraftHeader, SaveWords } from "./draft-header.tsx";
import { CrossingsPanel } from "./crossings-panel.tsx";
import { DraftBar } from "./draft-bar.tsx";
import type { Became } from "./draft-context.ts";
import { DraftNotices } from "./draft-notices.tsx";
import { DraftPanel, type PanelTab } from "./draft-panel.tsx";
import { DraftSectionNav } from "./draft-section-nav.tsx";
import { DraftSection } from "./draft-section.tsx";
import { isOfCriteria, unfinishedPlaces, withTeamNames } from "./findings.ts";
import { draftSections } from "./section-list.tsx";
import { sectionScopes } from "./section-scope.ts";
import { useDraft, type Draft } from "./use-draft.ts";
import { useReckoning } from "./use-reckoning.ts";
import { namesOf, useAgreementVocabulary, type Terms } from "./use-vocabulary.ts";
import css from "./draft.module.css";

/** A draft of the agreement: read, written, talked about and signed in one place. */
export function Page() {
  const { id } = useParams({ strict: false }) as { id: string };
  const draft = useOperation(readDraft, { params: { id } }, { keep: false });
  const terms = useOperation(listTerms);
  const versions = useOperation(listVersions);
  const inForce = versions.data?.versions.find((version) => version.inForce)?.version;
  // A draft that became a version keeps telling what it changed: against the version before it, not against itself.
  const against = draft.data === undefined ? undefined : draft.data.becameVersion !== null ? Math.max(1, draft.data.becameVersion - 1) : draft.data.state === "withdrawn" ? draft.data.baseVersion : inForce;
  const version = useOperation(readVersion, { params: { version: against ?? 1 } }, { enabled: against !== undefined, keep: false });
  const failed = draft.error ?? terms.error ?? versions.error ?? version.error;
  const became = versions.data?.versions.find((one) => one.version === draft.data?.becameVersion) ?? null;
  if (draft.data && terms.data && version.data) return <DraftDocument key={id} draft={draft.data} terms={terms.data} against={version.data} became={became} />;
  return (
    <div className={css.page}>
      <PageHeader title="Draft" path={[{ label: "Agreement", to: "/agreement" }, { label: "Drafts", to: "/agreement/drafts" }]} />
      {failed ? <ErrorState center title="The draft could not be loaded" error={failed} onRetry={() => void Promise.all([draft.refetch(), terms.refetch(), versions.refetch(), version.refetch()])} /> : <div className={css.loading}><SkeletonLines lines={14} gap={16} /></div>}
    </div>
  );
}

type Against = { version: number; document: Draft["document"] };

function DraftDocument({ draft, terms, against, became }: { draft: Draft; terms: Terms; against: Against; became: Became | null }) {
  const phone = usePhone();
  const navigate = useNavigate();
  const { panel: shown, at } = useSearch({ strict: false }) as { panel?: PanelTab; at?: string };
  const scroller = useRef<HTMLDivElement>(null);
  const [crossing, setCrossing] = useState(false);
  const reckoning = useReckoning(draft, crossing);
  const showCrossings = () => { reckoning.start(); setCrossing(true); };
  const [opened, setOpened] = useState<string | null>(at ?? null);
  const [about, setAbout] = useState<{ section: SectionKey; key: string | null } | null>(null);
  const { signals } = draft.document;
  const names = useMemo(() => namesOf(terms, { signals }), [signals, terms]);
  const writing = useDraft(draft, names);
  const { document: text, edit } = writing;
  const vocabulary = useAgreementVocabulary(terms, text);
  // The picture of what changed follows a moment behind the letters.
  const later = useSettled(text, 120);
  const changes = useMemo(() => diffAgreements(against.document, later, names), [against.document, later, names]);
  const readOnly = draft.state !== "open";
  const unfinished = writing.state.kind === "unfinished" ? writing.state.places : null;
  const problems = useMemo(() => {
    const types = new Map(terms.fields.map((field) => [field.ref as string, field.type]));
    const known = { typeOf: (ref: string) => types.get(ref) ?? null, hasTeam: (key: string) => terms.teams.some((team) => team.key === key), hasUser: (email: string) => terms.people.some((person) => person.email === email), wording: names };
    if (unfinished) return unfinishedPlaces(text, unfinished);
    if (readOnly) return [];
    // What only the server knows (business hours, for one) it said of the text that it has.
    const own = validateAgreement(later, known);
    const more = draft.problems.filter((one) => !own.some((mine) => mine.code === one.code && mine.path === one.path) && serverOnly.has(one.code));
    return [...own, ...more].map((one) => ({ ...one, words: withTeamNames(one, terms.teams), atRow: isOfCriteria(one) }));
  }, [draft.problems, later, names, readOnly, terms, text, unfinished]);
  const comments = useOperation(listComments, { query: { draft: draft.id } });
  const openComments = comments.data?.comments.filter((one) => one.resolvedAt === null) ?? [];
  const setPanel = (panel: PanelTab | undefined) => void navigate({ to: ".", search: (panel ? { panel } : {}) as never, replace: true });
  const panel = shown ?? (phone ? undefined : "changes");

  /** To a place in the document: its section comes into view, its row opens, the focus goes there. */
  const jump = (path: string) => {
    const rows = [...(scroller.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])].filter((row) => path === row.dataset["row"] || path.startsWith(`${row.dataset["row"]}.`));
    const row = rows.toSorted((a, b) => b.dataset["row"]!.length - a.dataset["row"]!.length)[0] ?? scroller.current?.querySelector<HTMLElement>(`#${sectionOf(path)}`);
    if (phone) setPanel(undefined);
    if (row?.dataset["row"] && row.tagName === "LI") setOpened(row.dataset["row"]);
    requestAnimationFrame(() => {
      row?.scrollIntoView({ block: "center" });
      if (row?.tagName !== "LI") row?.querySelector<HTMLElement>("input, textarea, select, button")?.focus({ preventScroll: true });
    });
  };
  const talkTo = useRef<DraftEditing["comment"]>(() => undefined);
  talkTo.current = (section, key) => { setAbout({ section, key }); setPanel("comments"); };
  const comment = useCallback<DraftEditing["comment"]>((section, key) => talkTo.current(section, key), []);
  const [scopeOf] = useState(sectionScopes);
  const editing: DraftEditing = {
    document: text, againstVersion: against.version, edit, readOnly, changes, problems, names, teams: terms.teams, people: terms.people, events: terms.events, opened,
    open: setOpened,
    openComments,
    commentsOn: (section, key) => openComments.filter((one) => one.section === section && one.key === key).length,
    comment,
  };
  useKeys("Draft", {
    d: { label: "Show or hide what changes", run: () => setPanel(shown === "changes" || (!shown && !phone) ? "none" : "changes") },
    p: { label: "Problems", run: () => setPanel("problems") },
    n: { label: "Comment on the draft", run: () => { setAbout({ section: "document" as SectionKey, key: null }); setPanel("comments"); } },
    "mod+z": { label: "Undo", typing: true, run: writing.undo },
    "mod+shift+z": { label: "Redo", typing: true, run: writing.redo },
    "mod+s": { label: "Save now", typing: true, run: writing.saveAgain },
  });
  useEffect(() => {
    if (at) jump(at);
    // Only where the address leads, once.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <VocabularyContext value={vocabulary}>
      <ReadOnlyContext value={readOnly}>
      <div className={css.page}>
        <DraftHeader draft={draft} writing={writing} panel={panel === "none" ? undefined : panel} changes={changes} problems={problems} comments={openComments.length} onPanel={setPanel} onCrossings={showCrossings} />
        <div className={css.body}>
          <div className={css.scroller} ref={scroller} tabIndex={-1}>
            <DraftEditingContext value={editing}><DraftSectionNav scroller={scroller} /></DraftEditingContext>
            <div className={css.document}>
              <SaveWords state={writing.state} onJump={jump} onAgain={writing.saveAgain} readOnly={readOnly} wide />
              <DraftNotices draft={draft} became={became} meeting={writing.meeting} onSettle={writing.settle} />
              {draftSections.map((section) => <DraftSection key={section.key} section={section} editing={scopeOf(section.key, editing)} />)}
            </div>
          </div>
          {panel !== undefined && panel !== "none" && (
            <DraftEditingContext value={editing}>
              <DraftPanel
                draft={draft} tab={panel} onTab={setPanel} changes={changes} problems={problems} comments={comments.data?.comments ?? []} about={about} onAbout={setAbout} onJump={jump} againstVersion={against.version}
              />
            </DraftEditingContext>
          )}
        </div>
        <DraftBar draft={draft} saved={writing.state.kind === "saved"} problems={problems} changes={changes} onCrossings={showCrossings} onWrong={(path) => (path === null ? setPanel("problems") : jump(path))} />
        {crossing && <CrossingsPanel draft={draft} reckoning={reckoning} onClose={() => setCrossing(false)} />}
      </div>
      </ReadOnlyContext>
    </VocabularyContext>
  );
}

/** A value once it has stood still for a moment. */
function useSettled<T>(value: T, afterMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}

/** Codes whose facts only the server has: calendars, teams' hours, who left, the version that a draft was written on. */
const serverOnly = new Set(["fixed-term", "no-business-hours", "no-working-day", "longer-than-a-quarter", "nobody-receives", "user-left", "nobody-to-reassign-to", "words-left-behind", "rule-left-behind"]);
