import type { Picture } from "@tandem/contract/lab/replay";
import type { TooLittle } from "@tandem/contract/lab/parts";
import { wilson } from "@tandem/domain/calibration/intervals";
import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import type { Band } from "@tandem/domain/lab/picture";
import type { ReplayDocument } from "./documents.ts";
import type { SummedUp } from "./laboratory.ts";
import type { Reader } from "./reader.ts";
import { reasonName, type Surroundings } from "./surroundings.ts";

/** What a picture is drawn from beside the sums. */
export interface Frame {
  readonly move: number;
  readonly took: number;
  /** Epoch days, both included. */
  readonly from: number;
  readonly to: number;
  readonly inForce: { readonly name: string; readonly version: number | null };
  readonly draft: { readonly name: string; readonly version: number | null };
  readonly around: Surroundings;
}

/** The sums of a replay as they go over the wire. */
export function drawPicture(sums: SummedUp, frame: Frame): Picture {
  const side = (key: "inForce" | "draft"): Picture["inForce"] => ({ name: frame[key].name, version: frame[key].version, people: sums.people[key], mqls: sums.mqls[key], byFastLane: sums.byLane[key], crossedIn: sums.crossed[key]?.into ?? null, crossedOut: sums.crossed[key]?.out ?? null });
  return {
    move: frame.move,
    took: Math.round(frame.took * 10) / 10,
    from: isoFromEpochDay(frame.from),
    to: isoFromEpochDay(frame.to),
    inForce: side("inForce"),
    draft: side("draft"),
    both: sums.both.people,
    gained: sums.gained.people,
    lost: sums.lost.people,
    shiftDays: sums.shiftDays,
    weeks: sums.weeks.map(({ week, ...rest }) => ({ week: isoFromEpochDay(week), ...rest })),
    ended: { both: endedOf(sums.both, frame.around), gained: endedOf(sums.gained, frame.around), lost: endedOf(sums.lost, frame.around) },
    // The version in force by its own record; a draft only by those whom it shares with it.
    precision: { inForce: foretold(sums.ownRecord, sums.all), draft: foretold(sums.both, sums.all) },
    bands: { inForce: bandsOf(sums.bands.inForce), draft: bandsOf(sums.bands.draft) },
    load: loadOf(sums, frame),
    segments: sums.segments.map((segment) => ({ ...segment })),
    tooLittle: tooLittleOf(sums, frame),
  };
}

type Told = SummedUp["both"];

function endedOf(told: Told, around: Surroundings): Picture["ended"]["both"] {
  const [unknown = 0, open = 0, sql = 0, opportunity = 0, won = 0, lost = 0, rejected = 0] = told.ended;
  return {
    people: told.people, unknown, open, sql, opportunity, won, lost, rejected,
    reasons: told.reasons.map(({ code, people }) => ({ code, name: reasonName(around, code), people })),
    revenue: { amount: told.revenue, currency: around.currency },
    withoutRate: told.withoutRate,
  };
}

function foretold(told: Told, all: SummedUp["all"]): Picture["precision"]["draft"] {
  const [, , sql = 0, opportunity = 0, won = 0, lost = 0, rejected = 0] = told.ended;
  // Open ones say neither yes nor no; a deal still running says nothing about winning.
  const ofSql = { outcome: "sql" as const, known: sql + opportunity + won + lost + rejected, hits: sql + opportunity + won + lost, all: all.sql };
  const ofWon = { outcome: "won" as const, known: won + lost + rejected, hits: won, all: all.won };
  return [ofSql, ofWon].map((one) => {
    const span = one.known === 0 ? null : wilson(one.hits, one.known);
    return { ...one, precision: one.known === 0 ? null : one.hits / one.known, precisionLow: span?.low ?? null, precisionHigh: span?.high ?? null, recall: one.all === 0 ? null : one.hits / one.all };
  });
}

function bandsOf(bands: readonly Band[]): Picture["bands"]["draft"] {
  const known = bands.reduce((sum, band) => sum + band.known, 0);
  const hits = bands.reduce((sum, band) => sum + band.sql, 0);
  const usual = known === 0 ? 0 : hits / known;
  return bands.map((band) => ({ ...band, lift: band.known === 0 || usual === 0 ? null : band.sql / band.known / usual }));
}

function loadOf({ daily }: SummedUp, { around }: Frame): Picture["load"] {
  const { sellers, workingDays, settledPerSellerAndDay } = around;
  const total = (days: readonly number[]) => days.reduce((sum, n) => sum + n, 0);
  const perSellerAndDay = (days: readonly number[]) => (sellers === 0 || workingDays === 0 ? 0 : Math.round((total(days) / workingDays / sellers) * 100) / 100);
  const busiest = (days: readonly number[]) => {
    const handoffs = Math.max(0, ...days);
    return { day: handoffs === 0 ? null : isoFromEpochDay(daily.from + days.indexOf(handoffs)), handoffs };
  };
  const room = settledPerSellerAndDay === null || sellers === 0 ? Infinity : settledPerSellerAndDay * sellers;
  const over = (days: readonly number[]) => days.filter((n) => n > room).length;
  return {
    sellers,
    capacity: around.capacity,
    perSellerAndDay: { inForce: perSellerAndDay(daily.inForce), draft: perSellerAndDay(daily.draft) },
    busiestDay: { inForce: busiest(daily.inForce), draft: busiest(daily.draft) },
    settledPerSellerAndDay,
    overloadedDays: { inForce: over(daily.inForce), draft: over(daily.draft) },
    slaMetPercent: around.slaMetPercent,
  };
}

/** Without people or without what they did there is nothing to replay. */
export function nothingToReplay({ contacts, occurrences }: Pick<SummedUp, "contacts" | "occurrences">): TooLittle | null {
  if (contacts === 0) return { code: "no-contacts", words: "There is nobody to replay yet: no contact can be reached. Capture leads or import contacts first." };
  if (occurrences === 0) return { code: "no-signals", words: `Nothing is recorded of what your ${contacts.toLocaleString("en")} contacts did, so only who they are counts. Capture events or import them first.` };
  return null;
}

/** A history from which nothing follows says so, with its figure. */
function tooLittleOf(sums: Pick<SummedUp, "contacts" | "occurrences" | "people" | "both">, { from, to }: Pick<Frame, "from" | "to">): TooLittle | null {
  const days = to - from + 1;
  const settled = sums.both.people - (sums.both.ended[0] ?? 0) - (sums.both.ended[1] ?? 0);
  const most = Math.max(sums.people.inForce, sums.people.draft);
  const nothing = nothingToReplay(sums);
  if (nothing) return nothing;
  if (days < 28) return { code: "too-short", words: `The period has ${days} days. Under four weeks a difference may be chance; choose a longer one.` };
  if (most < 30) return { code: "few-mqls", words: `Only ${most} people become MQL under either text. Below thirty, shares say little; look at the people themselves.` };
  if (settled < 30) return { code: "few-outcomes", words: `Of ${settled} people it is known how they ended. Below thirty, precision and lift say little.` };
  return null;
}

/** What the reader must know to read a picture rightly, in sentences. */
export function assumptions(draft: ReplayDocument, reader: Reader): string[] {
  return [
    "The past is replayed as it is known today: late events, corrections and merges included.",
    "The draft is judged by what people did (accepted, rejected, won) only where both texts hand them over. Whom it gains may have ended in any way. Of whom it loses the record is shown; what would have become of them under the draft is unknown, and they count neither for nor against it.",
    ...(reader.ends === null ? [] : ["You see how somebody ended where every handoff and deal with them is yours or your team's. Of all others it counts as unknown, in sums too."]),
    "Somebody of whom nothing is known after a handover is taken to come back to nurture on the day their score leaves the grid; the cool-off begins then.",
    ...(draft.anew.length > 0 ? [`${draft.anew.length === 1 ? "One signal was" : `${draft.anew.length} signals were`} recognised anew over the raw past.`] : []),
  ];
}
