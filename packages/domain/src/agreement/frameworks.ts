import type { Agreement } from "./agreement.ts";

/**
 * Question sets that a draft can take over as its qualification. They are data to begin with: a company changes the
 * questions, drops some or writes its own, and nothing in the engine knows their names.
 */
export type Qualification = Agreement["qualification"];

/** Short and quick; what a company begins with. */
export const bant: Qualification = {
  framework: "BANT",
  questions: [
    { key: "budget", name: "Budget", prompt: "Is money set aside, how much, and whose is it?" },
    { key: "authority", name: "Authority", prompt: "Who decides, who signs, and who can say no?" },
    { key: "need", name: "Need", prompt: "What hurts, what does it cost, and what happens if nothing is done?" },
    { key: "timeline", name: "Timeline", prompt: "By when must it run, and what fixes that date?" },
  ],
  requiredForSql: ["authority", "need"],
};

export const frameworks: readonly { readonly key: string; readonly says: string; readonly qualification: Qualification }[] = [
  {
    key: "bant",
    says: "Short and quick: four questions, good where one or two people decide.",
    qualification: bant,
  },
  {
    key: "meddicc",
    says: "Thorough: for long sales to several people, where the way to the signature is part of the work.",
    qualification: {
      framework: "MEDDICC",
      questions: [
        { key: "metrics", name: "Metrics", prompt: "Which figure will be better, by how much, and who measures it?" },
        { key: "economic-buyer", name: "Economic buyer", prompt: "Who can spend the money without asking anybody, and have we spoken?" },
        { key: "decision-criteria", name: "Decision criteria", prompt: "By what will they compare, and what did they write down?" },
        { key: "decision-process", name: "Decision process", prompt: "Which steps lead to a yes, who takes part, and by when is each done?" },
        { key: "identified-pain", name: "Identified pain", prompt: "What hurts, whom, and what does it cost each month?" },
        { key: "champion", name: "Champion", prompt: "Who sells for us when we are not in the room, and what do they gain?" },
        { key: "competition", name: "Competition", prompt: "What else would they do: another vendor, building it, nothing at all?" },
      ],
      requiredForSql: ["identified-pain", "economic-buyer"],
    },
  },
  {
    key: "champ",
    says: "Begins with their problem and asks about money late: for products that people come to by themselves.",
    qualification: {
      framework: "CHAMP",
      questions: [
        { key: "challenges", name: "Challenges", prompt: "What do they struggle with, and what have they tried?" },
        { key: "authority", name: "Authority", prompt: "Who takes part in the decision, and what does each want?" },
        { key: "money", name: "Money", prompt: "What is solving it worth, and where would the money come from?" },
        { key: "priority", name: "Priority", prompt: "What comes before this, and why now rather than next year?" },
      ],
      requiredForSql: ["challenges", "authority"],
    },
  },
];
