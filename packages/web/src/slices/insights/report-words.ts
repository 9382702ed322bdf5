import type { ClauseLine, Dashboard } from "@tandem/contract/insights/dashboard";

/** "the last 12 months", "Q4 2026": the period inside a sentence. */
export function periodInWords({ name, choice }: Pick<Dashboard["period"], "name" | "choice">): string {
  return choice === "all-time" ? "all time" : choice === "last-12-months" ? "the last 12 months" : name;
}

/** "v2 and v3", "v1, v2 and v4". */
export function versionsInWords(versions: readonly number[]): string {
  const named = versions.map((version) => `v${version}`);
  return named.length < 2 ? named.join("") : `${named.slice(0, -1).join(", ")} and ${named.at(-1)}`;
}

/** Under which versions what is shown was owed: those of the clocks and of Marketing's clauses; where nothing was judged, the one that stands. */
export function judgedVersions({ sla, ofVersion, agreementVersion }: Pick<Dashboard, "sla" | "ofVersion" | "agreementVersion">): number[] {
  const judged = [...sla.versions, ...sla.marketing.filter((clause) => clause.met !== null).flatMap((clause) => clause.versions)];
  return judged.length === 0 ? [ofVersion?.version ?? agreementVersion] : [...new Set(judged)].toSorted((a, b) => a - b);
}

/**
 * What an empty panel says where the report is of one version: that nothing of it is in the period (yet), and since when
 * it stands. Null where the report is of all versions.
 * @param moment writes an instant
 */
export function emptyOfVersion({ ofVersion, period, countedAt }: Pick<Dashboard, "ofVersion" | "countedAt"> & { readonly period: Pick<Dashboard["period"], "name" | "choice" | "running"> }, moment: (at: string) => string): { title: string; text: string } | null {
  if (!ofVersion) return null;
  const { version, since, until } = ofVersion;
  if (since === null) return { title: `There is no version ${version} of the agreement.`, text: "Choose another one above." };
  const over = until !== null && until <= countedAt;
  const title = `Nothing of version ${version} in ${periodInWords(period)}${period.running && !over ? " yet" : ""}.`;
  if (since > countedAt) return { title, text: `In force from ${moment(since)} on.` };
  return { title, text: over ? `In force from ${moment(since)} until ${moment(until)}.` : `In force since ${moment(since)}. Only what comes in from then on counts here.` };
}

/** What the target is beside what Marketing owes. Null where only one of them is there. */
export function aimWords({ aim, owed }: Pick<NonNullable<Dashboard["pace"]>, "aim" | "owed">, number: (value: number) => string): string | null {
  return aim === "target" && owed !== null ? `Both teams aim at the target; Marketing owes ${number(owed)}.` : null;
}

/** Why nothing is forecast. */
export function noForecastWords({ ofVersion, pace }: Pick<Dashboard, "ofVersion" | "pace">): string | null {
  if (!pace?.noForecast || !ofVersion) return null;
  return pace.noForecast === "ended" ? `No forecast: version ${ofVersion.version} makes no more MQLs.` : `No forecast yet: version ${ofVersion.version} has run for less than a week.`;
}

/** How the volume clause comes to what is owed: "300 MQLs a quarter, by days 168 to date". Null where nothing is owed. */
export function volumeWords(clause: Pick<ClauseLine, "name" | "owed" | "versions"> | undefined, period: Pick<Dashboard["period"], "running" | "name" | "choice">, number: (value: number) => string): string | null {
  if (!clause || clause.owed === null) return null;
  const how = clause.versions.length > 1 ? `each day by its version (${versionsInWords(clause.versions)}),` : "by days";
  return `Volume: ${clause.name}, ${how} ${number(clause.owed)} ${period.running ? "to date" : `for ${periodInWords(period)}`}`;
}

/** The most frequent eight; one more is shown too, since a line that hides a single one is no shorter. */
export function foldReasons<Reason>(reasons: readonly Reason[]): { shown: readonly Reason[]; folded: readonly Reason[] } {
  const room = reasons.length === 9 ? 9 : 8;
  return { shown: reasons.slice(0, room), folded: reasons.slice(room) };
}

/** "3 more reasons, 12 handoffs". */
export function moreReasonsWords(folded: readonly { readonly count: number }[], number: (value: number) => string): string {
  const handoffs = folded.reduce((sum, { count }) => sum + count, 0);
  return `${number(folded.length)} more reasons, ${number(handoffs)} handoffs`;
}
