import type { TimelineEntry as Entry } from "@tandem/contract/people/timeline";
import type { ReactNode } from "react";
import type { IconType } from "../../ui/button.tsx";
import { CallIcon, CampaignIcon, DocumentIcon, EditIcon, EventIcon, FormIcon, HandoffIcon, LinkIcon, MachineIcon, MailIcon, MeetingIcon, MessageIcon, NoteIcon, PeopleIcon, PersonAddIcon, PipelineIcon, SiteIcon, TagIcon, TargetIcon, TasksIcon, UserIcon, VideoIcon } from "../../ui/icons.ts";
import { stageLabel } from "../../ui/stage-chip.tsx";
import type { TimelineEntry as Line } from "../../ui/timeline.tsx";
import { channelName, nameBeside, sentence, tierLabel } from "./names.ts";

type Format = { number: (value: number) => string; points: (milli: number, options?: { sign?: boolean }) => string; date: (at: string) => string };
type Of<Kind extends Entry["kind"]> = Extract<Entry, { kind: Kind }>;

/** An entry of the timeline in words: what happened, its context, what it counted for. */
export function lineOf(entry: Entry, format: Format): Line {
  return { id: `${entry.kind} ${entry.id} ${entry.at}`, at: entry.at, ...wordsOf(entry, format) };
}

type Words = { icon: IconType; title: ReactNode; detail?: ReactNode; effect?: ReactNode; side?: "marketing" | "sales" | undefined };

function wordsOf(entry: Entry, format: Format): Words {
  switch (entry.kind) {
    case "event":
      return eventWords(entry, format);
    case "activity":
      return activityWords(entry);
    case "stage":
      return {
        icon: TargetIcon, side: entry.side === "nobody" ? undefined : entry.side,
        title: entry.from ? <>{stageLabel(entry.from)} to <b style={{ fontWeight: 500 }}>{stageLabel(entry.to)}</b></> : `First seen as ${stageLabel(entry.to).toLowerCase()}`,
        detail: joined([sentence(entry.cause), entry.words && `“${entry.words}”`, entry.by && `by ${entry.by.name}`, entry.agreementVersion !== null && `agreement v${entry.agreementVersion}`, entry.flag && sentence(entry.flag)]),
      };
    case "handoff":
      return {
        icon: HandoffIcon, side: "sales",
        title: entry.act === "opened" ? `Handed over to ${entry.assignee?.name ?? entry.team ?? "Sales"}` : `Handoff ${sentence(entry.state).toLowerCase()}`,
        detail: joined([tierLabel(entry.tier), entry.act === "closed" && entry.by && `by ${entry.by.name}`, entry.act === "closed" && entry.reason && sentence(entry.reason), entry.act === "closed" && entry.words && `“${entry.words}”`]),
      };
    case "change":
      return { icon: EditIcon, title: <>{entry.fieldName} {changed(entry)}</>, detail: entry.by ? `by ${entry.by.name}` : changedBy(entry.actorKind) };
    case "task":
      return { icon: TasksIcon, side: "sales", title: `Task done: ${entry.title}`, detail: entry.by?.name };
    case "opportunity":
      return { icon: PipelineIcon, side: "sales", title: dealWords(entry), detail: joined([entry.name, entry.by && `by ${entry.by.name}`]) };
    case "joined":
      return { icon: PersonAddIcon, side: "sales", title: "Joined the buying group", detail: joined([entry.name, entry.by && `by ${entry.by.name}`]) };
    case "campaign":
      return { icon: CampaignIcon, side: "marketing", title: `${sentence(entry.status)}: ${entry.name}`, detail: "Campaign" };
    case "merge":
      return { icon: PeopleIcon, title: entry.act === "merged" ? `Merged with ${nameBeside(entry.other, format.date)}` : `Merge with ${nameBeside(entry.other, format.date)} taken back`, detail: entry.by ? `by ${entry.by.name}` : "Joined by the same device" };
  }
}

function eventWords(entry: Of<"event">, format: Format): Words {
  const signal = entry.signals.find((one) => one.quarantined === null && one.key !== "page-visited") ?? entry.signals.find((one) => one.quarantined === null) ?? entry.signals[0];
  const isPage = entry.type === "page" || entry.type === "screen";
  const named = entry.name !== null && entry.name !== entry.path;
  const plain = isPage ? (entry.name ?? entry.path ?? "A page") : entry.type === "identify" ? "Identified" : entry.type === "group" ? "Joined a group" : entry.type === "alias" ? "Known under another id" : (entry.name ?? "An event");
  const title = signal && signal.key !== "page-visited" ? signal.name : isPage && !named ? "Page viewed" : plain;
  const channel = entry.touch && `From ${channelName(entry.touch.channel)?.toLowerCase()}${entry.touch.campaign ? `, ${entry.touch.campaign}` : ""}`;
  return {
    icon: entry.quarantined ? MachineIcon : iconOf(entry, signal?.key),
    side: entry.touch ? "marketing" : undefined,
    title,
    detail: joined([entry.quarantined && `Set aside as machine: ${sentence(entry.quarantined).toLowerCase()}`, title.toLowerCase() !== plain.toLowerCase() && plain !== entry.path && !isPage && plain, entry.path, isPage ? null : propertyWords(entry.properties, format), channel, rulesWords(entry, format)]),
    effect: entry.quarantined ? "Not scored" : effectOf(entry, format),
  };
}

/**
 * What one occurrence gives, as the breakdown beside it counts: "+8", "+12, now 6", "counts 0". Where caps took of it, or
 * nobody looked, only the most it can be is said: "up to +8".
 */
function effectOf(entry: Of<"event">, format: Format): string | undefined {
  const scored = entry.signals.filter((one) => one.points !== null && one.points !== 0);
  if (scored.length === 0) return undefined;
  const sum = (of: (one: (typeof scored)[number]) => number) => scored.reduce((total, one) => total + of(one), 0);
  const [points, now] = [sum((one) => one.points!), sum((one) => one.now ?? 0)];
  if (scored.some((one) => one.counted === null)) return now === 0 ? `${format.points(points, { sign: true })}, now 0` : `up to ${format.points(now, { sign: true })}`;
  const counted = sum((one) => one.counted!);
  if (counted === points) return format.points(points, { sign: true });
  return `${format.points(points, { sign: true })}, now ${format.points(counted)}`;
}

/** Which rules the points beside it are of, where they are of several: "pricing page viewed +15, any page +1". */
function rulesWords(entry: Of<"event">, format: Format): string | null {
  const scored = entry.quarantined ? [] : entry.signals.filter((one) => one.points !== null && one.points !== 0);
  if (scored.length < 2) return null;
  return scored.map((one) => `${one.key === "page-visited" ? "any page" : `${one.name.charAt(0).toLowerCase()}${one.name.slice(1)}`} ${format.points(one.counted ?? one.now ?? one.points!, { sign: true })}`).join(", ");
}

function iconOf(entry: Of<"event">, signal: string | undefined): IconType {
  const words = `${signal ?? ""} ${entry.name ?? ""}`.toLowerCase();
  if (entry.type === "identify") return UserIcon;
  if (/webinar|video/.test(words)) return VideoIcon;
  if (/mail/.test(words)) return MailIcon;
  if (/pricing|price/.test(words)) return TagIcon;
  if (/form|demo|contact|register/.test(words)) return FormIcon;
  if (/whitepaper|case|docs|download/.test(words)) return DocumentIcon;
  if (/link|share/.test(words)) return LinkIcon;
  return entry.type === "page" || entry.type === "screen" ? SiteIcon : EventIcon;
}

function propertyWords(properties: Of<"event">["properties"], format: Format): string | null {
  const shown = Object.entries(properties).filter(([key, value]) => value !== null && value !== "" && !/id$|url$|^path$|token/i.test(key)).slice(0, 3);
  return shown.length === 0 ? null : shown.map(([key, value]) => `${sentence(key.replaceAll("_", "-"))}: ${Number.isInteger(value) ? format.number(value as number) : String(value)}`).join(", ");
}

function activityWords(entry: Of<"activity">): Words {
  const icons = { call: CallIcon, email: MailIcon, meeting: MeetingIcon, message: MessageIcon, note: NoteIcon } as const;
  const who = entry.by?.name ?? (entry.automatic ? "Tandem" : "Somebody");
  const inbound = entry.direction === "in";
  const title = {
    call: inbound ? `Call from them, taken by ${who}` : `Call by ${who}`,
    email: inbound ? `E-mail received by ${who}` : entry.automatic ? "Automatic e-mail sent" : `E-mail by ${who}`,
    meeting: `Meeting with ${who}`,
    message: inbound ? `Message received by ${who}` : `Message by ${who}`,
    note: `Note by ${who}`,
  }[entry.type];
  return {
    icon: icons[entry.type], side: "sales",
    title: `${title}${entry.minutes ? `, ${entry.minutes} m` : ""}`,
    detail: joined([entry.private && "Private", entry.outcome && sentence(entry.outcome), entry.subject, entry.body && cut(entry.body)]),
  };
}

function dealWords(entry: Of<"opportunity">): string {
  if (entry.state === "won") return "Opportunity won";
  if (entry.state === "lost") return "Opportunity lost";
  return entry.from === null ? `Opportunity opened in ${entry.to}` : entry.from === entry.to ? `Opportunity opened again in ${entry.to}` : `Opportunity moved to ${entry.to}`;
}

function changed(entry: Of<"change">): ReactNode {
  if (entry.field === "owner_id" || entry.field === "company_id") return entry.new === null ? "taken off" : "changed";
  if (entry.new === null) return <>removed <span className="ink3">({valueWords(entry.old)})</span></>;
  return entry.old === null ? <>set to {valueWords(entry.new)}</> : <>changed to {valueWords(entry.new)} <span className="ink3">(was {valueWords(entry.old)})</span></>;
}

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(", ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return cut(String(value ?? "nothing"), 80);
}

function changedBy(kind: string): string {
  return { engine: "From your systems", import: "By an import", form: "From a form", "api-key": "By the API" }[kind] ?? "";
}

function cut(text: string, most = 240): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function joined(parts: readonly (string | false | null | undefined | 0)[]): string | undefined {
  const present = parts.filter((part): part is string => typeof part === "string" && part !== "");
  return present.length === 0 ? undefined : present.join(", ");
}
