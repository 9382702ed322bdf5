import { ContactSections } from "../../app/contact-sections.tsx";
import { type ContactPage } from "@tandem/contract/people/contacts";
import { listDuplicates, unmergeContacts } from "@tandem/contract/people/merges";
import { standardFields } from "@tandem/domain/people/fields";
import { useState, type ReactNode } from "react";
import { useAct } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Facts } from "../../ui/facts.tsx";
import { formatCapped } from "../../ui/format.ts";
import { CheckIcon, WarningIcon } from "../../ui/icons.ts";
import { Link } from "../../ui/link.tsx";
import { Steps } from "../../ui/progress.tsx";
import { RecordSide } from "../../ui/record-page.tsx";
import { Section } from "../../ui/section.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { Money } from "../../ui/values.tsx";
import type { FieldNames } from "./field-words.ts";
import { valueWords } from "./field-words.ts";
import { channelName, countryName, nameBeside, ownerWords, sentence, sourceName, tierLabel } from "./names.ts";
import css from "./contact.module.css";

const inHead = new Set(["first_name", "last_name", "title", "email_kind"]);

/** What is known about a person, in facts: company, deal, answers, consent, identities. */
export function FactsColumn({ page, fields }: { page: ContactPage; fields: FieldNames }) {
  const may = useMay();
  const format = useFormat();
  const known = Object.keys(page.values).filter((key) => !inHead.has(key) && page.values[key] !== null && page.values[key] !== undefined);
  const standard = standardFields.filter((field) => field.entity === "contact").map((field) => field.key);
  const keys = [...standard.filter((key) => known.includes(key)), ...known.filter((key) => key.startsWith("custom.")).sort()];
  return (
    <RecordSide label="Facts">
      <CompanySection page={page} />
      {page.openHandoff && <HandoffSection handoff={page.openHandoff} />}
      <ContactSections contact={{ id: page.id, openHandoff: page.openHandoff && { id: page.openHandoff.id, assigneeId: page.openHandoff.assignee?.id ?? null } }} />
      {page.opportunities.map((deal) => <DealSection key={deal.id} deal={deal} />)}
      <QualificationSection page={page} />
      <Section title="Details">
        <Facts facts={[
          ...keys.map((key) => ({ label: fields.nameOf("contact", key), value: <Value page={page} field={key} words={valueWords(key, page.values[key], fields.typeOf("contact", key), format)} /> })),
          { label: "Owner", value: page.owner?.name ?? (page.holder ? ownerWords(page) : undefined), absent: "Nobody" },
          { label: "First touch", value: page.firstTouch && <span title={[page.firstTouch.campaign, page.firstTouch.landingPage, page.firstTouch.referrer].filter(Boolean).join("\n")}>{format.date(page.firstTouch.at)}, {channelName(page.firstTouch.channel)?.toLowerCase()}</span>, absent: "None" },
          { label: "Last touch", value: page.lastTouch && page.lastTouch.at !== page.firstTouch?.at ? <>{format.date(page.lastTouch.at)}, {channelName(page.lastTouch.channel)?.toLowerCase()}</> : undefined, absent: page.lastTouch ? "The same" : "None" },
          { label: "Last seen", value: page.lastSeenAt ? format.moment(page.lastSeenAt) : undefined, absent: "Never" },
          { label: "Created", value: format.date(page.createdAt) },
        ]} />
      </Section>
      <Section title="Consent">
        {page.consents.length === 0 && <p className={css.none}>None recorded. Nothing goes out by bulk mail.</p>}
        <Facts facts={page.consents.map((one) => ({ label: one.purpose, value: <span title={one.proof}>{one.given ? "Given" : "Withdrawn"} {format.date(one.at)}</span> }))} />
      </Section>
      {page.identities.length > 0 && (
        <Section title="Identities" note={String(page.identities.length)}>
          <Facts facts={page.identities.slice(0, 8).map((one) => ({ label: identityKinds[one.kind], value: <span className={css.line} title={`${one.key}\n${sentence(one.reason)}${one.from ? ` from ${format.exact(one.from)}` : ""}${one.to ? ` to ${format.exact(one.to)}` : ""}`}>{one.key}</span> })).map((fact, i) => ({ ...fact, label: i > 0 && page.identities[i - 1]!.kind === page.identities[i]!.kind ? `${fact.label} ${i + 1}` : fact.label }))} />
        </Section>
      )}
      {page.merges.length > 0 && (
        <Section title="Merges">
          {page.merges.map((merge) => <MergeLine key={merge.id} merge={merge} pageId={page.id} />)}
        </Section>
      )}
      {page.duplicates > 0 && may(listDuplicates) && (
        <p className={css.hint}><WarningIcon /><Link to="/people/duplicates" search={{ contact: page.id }}>{page.duplicates} possible {page.duplicates === 1 ? "duplicate" : "duplicates"}</Link></p>
      )}
    </RecordSide>
  );
}

const identityKinds = { anonymous: "Device", user: "User id", email: "E-mail", record: "Record" } as const;

/** E-mails and phones stay on their line; the whole stands in the title, with where the value came from. */
function Value({ page, field, words }: { page: ContactPage; field: string; words: string }) {
  const format = useFormat();
  const title = [words, sourceWords(page, field, format.date)].filter(Boolean).join("\n");
  if (field === "email") return <a className={css.line} href={`mailto:${words}`} title={title}>{words}</a>;
  if (field === "phone") return <a className={css.line} href={`tel:${words.replaceAll(/[^+0-9]/g, "")}`} title={title}>{words}</a>;
  return <span title={title}>{words}</span>;
}

function sourceWords(page: ContactPage, key: string, date: (at: string) => string): string | undefined {
  const source = page.sources[key];
  return source && `${sourceName(source.source)}, ${date(source.at)}`;
}

function CompanySection({ page }: { page: ContactPage }) {
  const format = useFormat();
  const { company } = page;
  if (!company) return <Section title="Company"><p className={css.none}>No company. A business e-mail finds it, or choose one under Edit.</p></Section>;
  const employees = company.employees === null ? null : format.number(company.employees);
  return (
    <Section title={<span className={css.company}><Avatar name={company.name} size={24} shape="company" />{company.name}</span>} aside={<Link to={`/companies/${company.id}`}>Open</Link>}>
      <Facts facts={[
        { label: "People", value: [employees, `${formatCapped({ value: company.peopleKnown, capped: company.peopleKnown >= 1000 }, format.context)} known here`].filter(Boolean).join(", ") },
        { label: "Industry", value: company.industry ?? undefined },
        ...(company.city ? [{ label: "City", value: company.city }] : []),
        { label: "Country", value: countryName(company.country) },
        { label: "Matched by", value: company.domain ?? undefined, absent: "Chosen by hand" },
      ]} />
    </Section>
  );
}

function HandoffSection({ handoff }: { handoff: NonNullable<ContactPage["openHandoff"]> }) {
  const format = useFormat();
  const late = handoff.clockState === "breached";
  return (
    <Section title="Open handoff" aside={<Link to={`/handoffs/${handoff.id}`}>Open</Link>}>
      <Facts facts={[
        { label: "With", value: handoff.assignee?.name ?? `Queue of ${handoff.team.name}` },
        { label: "Since", value: `${format.moment(handoff.openedAt)}, ${tierLabel(handoff.tier)}` },
        { label: "Due", value: handoff.dueAt ? <span style={late ? { color: "var(--breach)" } : handoff.clockState === "warning" ? { color: "var(--warn)" } : undefined}>{format.moment(handoff.dueAt)}{late ? ", breached" : ""}</span> : undefined, absent: "No clock runs" },
      ]} />
    </Section>
  );
}

function DealSection({ deal }: { deal: ContactPage["opportunities"][number] }) {
  const format = useFormat();
  const title = deal.state === "open" ? "Open opportunity" : deal.state === "won" ? "Won opportunity" : "Lost opportunity";
  const days = Math.max(0, Math.floor((format.now - Date.parse(deal.stageSince)) / 86_400_000));
  return (
    <Section title={title} aside={<Link to={`/pipeline/${deal.id}`}>Open</Link>}>
      <p className={css.deal}>
        {deal.amount === null ? <span className="ink3">No amount</span> : <b><Money minor={deal.amount} currency={deal.currency} won={deal.state === "won"} /></b>}
        <span className="second ink2 cut" title={deal.name}>{deal.name}</span>
      </p>
      {deal.state === "open" && (
        <>
          <Steps done={deal.position} of={deal.stages} wide />
          <p className={css.dealLine}><span>{deal.stageName}, {deal.position} of {deal.stages}</span><span className="ink3">{deal.closeOn ? `close ${format.day(deal.closeOn)}` : `${days} days`}</span></p>
        </>
      )}
    </Section>
  );
}

function QualificationSection({ page }: { page: ContactPage }) {
  const { questions, framework } = page.qualification;
  const answered = questions.filter((one) => one.answer !== null).length;
  if (answered === 0 && !["sal", "sql", "opportunity", "customer"].includes(page.stage)) return null;
  return (
    <Section title={`Qualification, ${framework}`} aside={`${answered} of ${questions.length}`}>
      <Facts facts={questions.map((one) => ({
        label: one.name,
        value: one.answer === null ? undefined : <span className={css.answer} title={[one.answer, one.confidence && `${one.confidence} confidence`, one.by && `by ${one.by.name}`].filter(Boolean).join(", ")}>{one.answer}<CheckIcon /></span>,
        absent: "Not answered",
      }))} />
    </Section>
  );
}

function MergeLine({ merge, pageId }: { merge: ContactPage["merges"][number]; pageId: string }) {
  const may = useMay();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const undo = useAct(unmergeContacts, { said: () => `${nameBeside(merge.from, format.date)} stands alone again`, quietErrors: true });
  const other: ReactNode = nameBeside(merge.into.id === pageId ? merge.from : merge.into, format.date);
  const [from, into] = [nameBeside(merge.from, format.date), nameBeside(merge.into, format.date)];
  return (
    <div className={css.merge}>
      <div>
        <div>{other}</div>
        <div className="label">{merge.undoneAt ? `Merged ${format.date(merge.at)}, taken back ${format.date(merge.undoneAt)}` : `Merged ${format.date(merge.at)}${merge.by ? ` by ${merge.by.name}` : ", same device"}`}</div>
      </div>
      {!merge.undoneAt && may(unmergeContacts) && <Button onClick={() => setAsking(true)}>Un-merge…</Button>}
      <ConfirmDialog
        open={asking} onClose={() => setAsking(false)} title="Un-merge?" confirm="Un-merge" onConfirm={() => undo.mutateAsync({ params: { mergeId: merge.id } })}
        lead={`${from} stands alone again with their own events, fields, consents and score. What was done with ${into} since stays there.`}
      />
    </div>
  );
}
