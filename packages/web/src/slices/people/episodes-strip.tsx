import type { ContactPage } from "@tandem/contract/people/contacts";
import { useFormat } from "../../ui/use-format.ts";
import { StageEpisodes, type EpisodeSpan } from "../../ui/charts/stage-episodes.tsx";
import { ownerWords, sentence } from "./names.ts";
import css from "./contact.module.css";

/** The person's way through the stages: who was accountable, how long, and why it went on. */
export function EpisodesStrip({ page }: { page: ContactPage }) {
  const format = useFormat();
  const { episodes } = page;
  if (episodes.length === 0) return null;
  const mqls = episodes.filter((one) => one.stage === "mql").length;
  const times = ["", "once MQL", "twice MQL"][mqls] ?? `${mqls} times MQL`;
  const words = [`${episodes.length} ${episodes.length === 1 ? "episode" : "episodes"}`, times, page.owner ? `owner ${page.owner.name}` : page.holder ? ownerWords(page) : "no owner"].filter(Boolean).join(", ");
  let passage = 0;
  const spans = episodes.map((one, i): EpisodeSpan => {
    const next = episodes[i + 1];
    const title = one.stage === "mql" ? `Episode ${++passage}` : undefined;
    const ended = one.stage === "mql" && next && (next.stage === "nurture" || next.stage === "disqualified") ? sentence(next.cause) : null;
    const note = one.stage === "mql" ? [`${format.date(one.enteredAt)}${one.agreementVersion === null ? "" : `, v${one.agreementVersion}`}`, ended].filter(Boolean).join(". ") : undefined;
    return { id: one.id, stage: one.stage, entered: Date.parse(one.enteredAt), left: one.leftAt === null ? undefined : Date.parse(one.leftAt), title, note };
  });
  return (
    <section className={css.strip} aria-label="Stage episodes">
      <header className={css.stripHead}>
        <h2>Stage episodes</h2>
        <span className="second ink2">{words}</span>
        <span className={css.legend} aria-hidden>
          <i style={{ background: "var(--marketing)" }} />Marketing accountable
          <i style={{ background: "var(--sales)" }} />Sales accountable
          <i style={{ background: "var(--grey-fill)" }} />Detour
        </span>
      </header>
      <StageEpisodes episodes={spans} now={Math.max(format.now, ...spans.map((span) => span.left ?? span.entered))} label={words} />
    </section>
  );
}
