import { whoHolds, type Holding } from "@tandem/contract/handoff/who-holds";
import { useOperation } from "../../app/query.ts";
import type { ContactSubject } from "../../app/slices.ts";
import { Facts } from "../../ui/facts.tsx";
import { Link } from "../../ui/link.tsx";
import { Section } from "../../ui/section.tsx";
import { useFormat } from "../../ui/use-format.ts";

const words: Record<Holding["state"], string> = {
  open: "With Sales, not accepted yet", accepted: "Accepted", qualified: "Qualified", "rejected-nurture": "Rejected to nurture", "rejected-unqualified": "Rejected as unqualified", merged: "Closed by a merge", withdrawn: "Withdrawn",
};

/** Who works on a person and how it stands, also for people of other teams; what was said there is not shown. Their own team has the handoff itself there. */
export function ContactSection({ contact }: { contact: Pick<ContactSubject, "id" | "openHandoff"> }) {
  const format = useFormat();
  const handoff = useOperation(whoHolds, { params: { contactId: contact.id } }, { keep: false }).data?.handoff;
  if (!handoff || contact.openHandoff !== null) return null;
  const at = handoff.closedAt ?? handoff.acceptedAt ?? handoff.openedAt;
  return (
    <Section title={handoff.closedAt === null ? "Open handoff" : "Last handoff"} aside={handoff.mayOpen && <Link to={`/handoffs/${handoff.id}`}>Open</Link>}>
      <Facts facts={[
        { label: "With", value: handoff.assignee ? `${handoff.assignee.name}, ${handoff.team.name}` : `Queue of ${handoff.team.name}` },
        { label: "State", value: `${words[handoff.state]}, ${format.moment(at)}` },
      ]} />
    </Section>
  );
}
