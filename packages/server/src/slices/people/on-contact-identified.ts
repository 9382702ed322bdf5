import type { Reaction } from "../../platform/facts.ts";
import { proposeDuplicates, proposeTold } from "./duplicates.ts";

/** Someone became known, or two became separate again: perhaps they are known already. */
export const onContactIdentified: Reaction = {
  name: "people.propose-duplicates",
  kinds: ["contact.identified", "contact.unmerged"],
  handle: async (app, tx, facts) => {
    const ids = facts.flatMap((fact) => (fact.subject?.kind === "contact" ? [fact.subject.id] : []));
    if (ids.length > 0) await proposeDuplicates(app, tx, ids, app.clock.now());
  },
};

/** Two known contacts met in one identify or alias: nothing is joined by that, somebody is asked. */
export const onContactSeemsSame: Reaction = {
  name: "people.propose-told-duplicates",
  kinds: ["contact.seems-same"],
  handle: async (app, tx, facts) => {
    const pairs = facts.flatMap((fact) => {
      const { other, why } = fact.payload as { other?: string; why?: string };
      return fact.subject?.kind === "contact" && other && why ? [{ a: fact.subject.id, b: other, why }] : [];
    });
    await proposeTold(app, tx, pairs, app.clock.now());
  },
};
