import type { Picture } from "@tandem/contract/lab/replay";
import { LineWeeks } from "../../ui/charts/line-weeks.tsx";
import { Section } from "../../ui/section.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { shiftDay } from "./lab-search.ts";
import { weekNames } from "./picture-words.ts";
import type { OpenPeople } from "./tiles.tsx";
import type { Subject } from "./use-subject.ts";

/** MQLs per week under both versions; a press opens the week's people. */
export function WeeksPanel({ picture, subject, name, open }: { picture: Picture; subject: Subject; name: string; open: OpenPeople }) {
  const format = useFormat();
  const { weeks } = picture;
  return (
    <Section card title="MQLs per week" definition="Somebody who becomes an MQL again counts again. Press a week to open its people." aside="by day of handover">
      {weeks.length < 2 ? (
        <p className="ink3">{weeks[0] ? `One week makes no line: ${weeks[0].draft} in ${name}, ${weeks[0].inForce} in ${subject.inForce.name}.` : "Nobody is handed over in this period, under either version."}</p>
      ) : (
        <LineWeeks
          label={`MQLs per week, ${name} beside ${subject.inForce.name}`} weeks={weekNames(weeks.map(({ week }) => week))}
          series={[
            { name: subject.inForce.name, kind: "in-force", values: weeks.map(({ inForce }) => inForce) },
            { name, kind: "proposed", values: weeks.map(({ draft }) => draft) },
          ]}
          readout={(at) => <><span>{format.day(weeks[at]?.week ?? "")} to {format.day(shiftDay(weeks[at]?.week ?? "", 6))}</span><span style={{ color: "var(--accent)" }}>{format.number(weeks[at]?.gained ?? 0)} people gained, {format.number(weeks[at]?.lost ?? 0)} lost</span></>}
          onOpen={(at) => weeks[at] && open(weeks[at].gained === 0 && weeks[at].lost > 0 ? "lost" : weeks[at].gained > 0 ? "gained" : "both", { week: weeks[at].week })}
        />
      )}
    </Section>
  );
}
