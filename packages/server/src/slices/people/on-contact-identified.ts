import type { Reaction } from "../../platform/facts.ts";
import { proposeDuplicates } from "./duplicates.ts";

/** Someone became known, or two became separate again: perhaps they are known already. */
export const onContactIdentified: Reaction = {
  name: "people.propose-duplicates",
  kinds: ["contact.identified", "contact.unmerged"],
  handle: async (app, tx, facts) => {
    const ids = facts.flatMap((fact) => (fact.subject?.kind === "contact" ? [fact.subject.id] : []));
    if (ids.length > 0) await proposeDuplicates(app, tx, ids, app.clock.now());
  },
};
