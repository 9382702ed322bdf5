import { describe, expect, test } from "vitest";
import { z } from "zod";
import { inputWords } from "./input-words.ts";

const wordsFor = (type: z.ZodType, value: unknown) => (type.safeParse(value, { reportInput: true }).error?.issues ?? []).map(inputWords);
const field = (name: string, type: z.ZodType, value?: unknown) => wordsFor(z.strictObject({ [name]: type }), { [name]: value });

const money = z.strictObject({ amount: z.number().int().min(0) });
const form = z.discriminatedUnion("kind", [z.strictObject({ kind: z.literal("day"), day: z.iso.date() }), z.strictObject({ kind: z.literal("week") })]);

describe("what is wrong with an input, in words", () => {
  test.each([
    ["Reason: at least 20 characters.", field("reason", z.string().min(20), "short")],
    ["Lost reason: at most 3 characters.", field("lostReason", z.string().max(3), "long")],
    ["Currency: exactly 3 characters.", field("currency", z.string().length(3), "")],
    ["Required: title.", field("title", z.string().trim().min(1), " ")],
    ["Required: title.", field("title", z.string())],
    ["Required: channel.", field("channel", z.enum(["email", "event"]))],
    ["Required: value.", field("value", z.union([z.string(), z.number()]))],
    ["Amount: 0 or more.", field("opportunity", money, { amount: -1 })],
    ["Amount: a whole number.", field("opportunity", money, { amount: 0.5 })],
    ["Amount: more than 0.", field("amount", z.number().positive(), 0)],
    ["Times: 1,000 or less.", field("times", z.number().max(1000), 1001)],
    ["Times: less than 9.", field("times", z.number().lt(9), 9)],
    ["Times: a multiple of 5.", field("times", z.number().multipleOf(5), 9)],
    ["Times: a number.", field("times", z.coerce.number(), "many")],
    ["Utm: at least 1 entry.", field("utm", z.array(z.string()).min(1), [])],
    ["Utm: at most 2 entries.", field("utm", z.array(z.string()).max(2), ["a", "b", "c"])],
    ["Utm 2: at most 1 character.", field("utm", z.array(z.string().max(1)), ["a", "bb"])],
    ["Name: a text.", field("name", z.string(), 7)],
    ["Archived: true or false.", field("archived", z.boolean(), "yes")],
    ["Contact: not the id of a record.", field("contactId", z.guid(), "ada")],
    ["Contacts 1: not the id of a record.", field("contactIds", z.array(z.uuid()), ["ada"])],
    ["Day: a day such as 2026-03-31.", field("day", z.iso.date(), "2026-02-30")],
    ["At: a moment such as 2026-03-31T09:30:00Z.", field("at", z.iso.datetime(), "noon")],
    ["Rate: not in the expected form.", field("rate", z.string().regex(/^\d+$/), "x")],
    ["Digits only.", field("rate", z.string().regex(/^\d+$/, "Digits only"), "x")],
    ["Currency: a currency code such as EUR.", field("currency", z.string().regex(/^[A-Z]{3}$/, "a currency code such as EUR"), "x")],
    ["Channel: one of email, event, or web.", field("channel", z.enum(["email", "event", "web"]), "mail")],
    ["Version: only 1.", field("version", z.literal(1), 2)],
    ["Unknown: surprise, more.", wordsFor(z.strictObject({}), { surprise: 1, more: 2 })],
    ["Value: a text or a number.", field("value", z.union([z.string(), z.number()]), true)],
    ["Amount: 0 or more.", field("value", z.union([z.string(), money]), { amount: -1 })],
    ["Day: a day such as 2026-03-31.", field("due", form, { kind: "day", day: "x" })],
    ["Kind: not in the expected form.", field("due", form, { kind: "year" })],
    ["Shouting: not in the expected form.", field("fields", z.record(z.string().max(3), z.unknown()), { shouting: 1 })],
    ["Name: not in the expected form.", field("name", z.string().refine(() => false), "x")],
    ["Choose a start before the end.", field("name", z.string().refine(() => false, "Choose a start before the end."), "x")],
    ["The request: a group of fields.", wordsFor(money, 7)],
    ["Required: the request.", wordsFor(money, undefined)],
  ])("%s", (sentence, words) => expect(words).toEqual([sentence]));
});
