import { judgeField, type CalibrationReport } from "@tandem/contract/lab/calibration";
import { useState } from "react";
import { useAct } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Section } from "../../ui/section.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./calibration.module.css";

type Field = CalibrationReport["fields"][number];
const filledWords = { unknown: "when it is filled is not known", "before-contact": "filled before Sales talks", "after-contact": "filled after Sales talked" } as const;

/** Fields that look filled after the fact: evidence raises the suspicion, a person who knows decides. */
export function CalibrationFields({ report, onJudged }: { report: CalibrationReport; onJudged: () => void }) {
  const format = useFormat();
  const [asking, setAsking] = useState<{ field: Field; leak: boolean } | null>(null);
  const [said, setSaid] = useState<Readonly<Record<string, boolean | null>>>({});
  const may = useMay()(judgeField);
  const takeBack = useAct(judgeField, { invalidates: [], said: () => "Taken back. The next calibration follows the evidence alone.", onDone: ({ ref }) => { setSaid((now) => ({ ...now, [ref]: null })); onJudged(); } });
  const shown = report.fields.filter((field) => field.suspected || field.verdict !== null || field.suspicions.length > 0);
  if (shown.length === 0) return null;
  return (
    <Section card title="Fields under suspicion" note={`${shown.length} of ${report.fields.length}`} definition="A field that Sales fills in after the fact foretells perfectly and means nothing. Suspected fields are left out of what is suggested until a person says they are known before Sales talks.">
      <div className={css.fields}>
        {shown.map((field) => {
          const word = field.ref in said ? said[field.ref]! : (field.verdict?.leak ?? null);
          return (
            <article key={field.ref} className={css.field}>
              <h3>{field.name}{word === null ? field.suspected && <Chip tone="warn">suspected, left out</Chip> : <Chip>{word ? "filled afterwards, left out" : "known before, used"}</Chip>}</h3>
              <ul>
                {field.suspicions.map((one) => <li key={one.words}>{one.words}</li>)}
                <li className="ink3">
                  Filled for {format.share(field.filledShare)} of people; {filledWords[field.filled]}
                  {field.verdict && word !== null && `; ${field.verdict.by.name} said so on ${format.date(field.verdict.at)}${field.verdict.why === "" ? "" : `: ${field.verdict.why}`}`}
                </li>
              </ul>
              {may && (
                <div className={css.fieldActs}>
                  {word === null ? (
                    <>
                      <Button onClick={() => setAsking({ field, leak: true })}>Filled afterwards…</Button>
                      <Button onClick={() => setAsking({ field, leak: false })}>Known before…</Button>
                    </>
                  ) : <Button busy={takeBack.isPending} onClick={() => takeBack.mutate({ params: { ref: field.ref as never }, body: { leak: null, why: "" } })}>Take back</Button>}
                </div>
              )}
            </article>
          );
        })}
      </div>
      {asking && <Verdict {...asking} onClose={() => setAsking(null)} onSaid={(leak) => { setSaid((now) => ({ ...now, [asking.field.ref]: leak })); onJudged(); }} />}
    </Section>
  );
}

function Verdict({ field, leak, onClose, onSaid }: { field: Field; leak: boolean; onClose: () => void; onSaid: (leak: boolean) => void }) {
  const [why, setWhy] = useState("");
  const judge = useAct(judgeField, { invalidates: [], quietErrors: true, said: () => `Noted. The next calibration ${leak ? "leaves out" : "uses"} ${field.name}.`, onDone: () => { onSaid(leak); onClose(); } });
  return (
    <Dialog
      open onClose={onClose} title={leak ? `${field.name} is filled afterwards` : `${field.name} is known before Sales talks`}
      lead={leak ? "It is left out of every calibration from now on. Your name stands beside it." : "It is used from the next calibration on, whatever the evidence says. Your name stands beside it."}
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" busy={judge.isPending} onClick={() => judge.mutate({ params: { ref: field.ref as never }, body: { leak, why } })}>{leak ? "Leave it out" : "Use it"}</Button></>}
    >
      <TextInput optional label="How you know" value={why} onChange={setWhy} maxLength={500} />
      <FormError error={judge.error} />
    </Dialog>
  );
}
