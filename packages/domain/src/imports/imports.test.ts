import { describe, expect, test } from "vitest";
import { standardFields } from "../people/fields.ts";
import { detectDelimiter, detectEncoding, looksLikeHeader, nameColumns } from "./detect.ts";
import { guessColumn, guessDateOrder, guessDecimal } from "./guess-type.ts";
import { importMapping } from "./mapping.ts";
import { instantOf, minorFromDecimal, readBoolean, readDecimal, readList, readMoment, readText } from "./read-cell.ts";
import { fieldKey, suggestMapping } from "./suggest.ts";
import { checkMapping } from "./targets.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);
const ascii = (text: string) => Uint8Array.from([...text].map((sign) => sign.charCodeAt(0)));

describe("what a file is", () => {
  test.each([
    [bytes(0xef, 0xbb, 0xbf, 0x61), "utf-8"],
    [bytes(0xff, 0xfe, 0x61, 0), "utf-16le"],
    [bytes(0xfe, 0xff, 0, 0x61), "utf-16be"],
    [bytes(0x61, 0, 0x2c, 0, 0x62, 0, 0x0a, 0), "utf-16le"],
    [bytes(0, 0x61, 0, 0x2c, 0, 0x62, 0, 0x0a), "utf-16be"],
    [ascii("a,b"), "utf-8"],
    [bytes(0x4a, 0xc3, 0xb6), "utf-8"],
    // Cut off in the middle of a character is no mistake.
    [bytes(0x4a, 0xe2, 0x82), "utf-8"],
    [bytes(0x4a, 0xf6, 0x72, 0x67), "windows-1252"],
    [bytes(0xc0, 0xaf), "windows-1252"],
    [bytes(0xed, 0xa0, 0x80), "windows-1252"],
  ])("%# is %s", (file, encoding) => expect(detectEncoding(file)).toBe(encoding));

  test.each([
    ["a,b,c\n1,2,3\n", ","],
    ["Name;Betrag\nMeyer;1.234,50\nHuber;2,00\n", ";"],
    ["a\tb\n1\t2\n", "\t"],
    ["a|b|c\n1|2|3\n", "|"],
    ['name,text\nx,"a;b;c;d"\ny,"e;f;g;h"\n', ","],
    ["one column\nx\n", ","],
  ])("%j is cut at %j", (text, delimiter) => expect(detectDelimiter(text)).toBe(delimiter));

  test("a header names columns and holds no values", () => {
    expect(looksLikeHeader(["Name", "E-mail"])).toBe(true);
    expect(looksLikeHeader(["Anna", "anna@x.example"])).toBe(false);
    expect(looksLikeHeader(["2025-01-01", "5"])).toBe(false);
    const told = (header: string[] | null, width: number) => nameColumns(header, width).map(({ name, nameless }) => (nameless ? `${name}, nameless` : name));
    expect(told(["A", " ", "A"], 4)).toEqual(["A", "Column 2, nameless", "A (2)", "Column 4, nameless"]);
    expect(told(null, 2)).toEqual(["Column 1", "Column 2"]);
  });
});

describe("cells", () => {
  test.each([
    ["1.234.567,50", ",", "1234567.50"], ["1,234.5", ".", "1234.5"], ["-3", ".", "-3"], ["(12.00)", ".", "-12.00"], ["€ 1 200,00", ",", "1200.00"], ["12 EUR", ".", "12"], ["1’000.5", ".", "1000.5"],
    ["1.5", ",", null], ["1,23,4", ".", null], ["abc", ".", null], ["", ".", null], ["1e5", ".", null], [".5", ".", "0.5"], ["−7", ".", "-7"],
  ] as const)("%j with a decimal %j is %j", (text, decimal, plain) => expect(readDecimal(text, decimal)).toBe(plain));

  test("amounts in minor units of their currency", () => {
    expect([minorFromDecimal("12.345", "EUR"), minorFromDecimal("-12.345", "EUR"), minorFromDecimal("1200", "JPY"), minorFromDecimal("1.2345", "KWD"), minorFromDecimal("99999999999999999", "EUR")]).toEqual([1235, -1235, 1200, 1235, null]);
  });

  test.each([
    ["2025-03-01", "ymd", "2025-02-28T23:00:00.000Z"], ["1.3.2025", "dmy", "2025-02-28T23:00:00.000Z"], ["03/01/2025", "mdy", "2025-02-28T23:00:00.000Z"], ["1/3/25 2:30 PM", "dmy", "2025-03-01T13:30:00.000Z"],
    ["2025-07-01 10:00:00", "ymd", "2025-07-01T08:00:00.000Z"], ["2025-07-01T10:00:00.5Z", "ymd", "2025-07-01T10:00:00.500Z"], ["2025-07-01T10:00+05:30", "ymd", "2025-07-01T04:30:00.000Z"],
    // The hour that a spring change skips is the moment of the change.
    ["2025-03-30 02:30", "ymd", "2025-03-30T01:00:00.000Z"],
    ["30.02.2025", "dmy", null], ["2025-13-01", "ymd", null], ["soon", "ymd", null], ["2025-01-01 25:00", "ymd", null], ["1850-01-01", "ymd", null],
  ] as const)("%j read %s is %s in Vienna", (text, order, expected) => {
    const moment = readMoment(text, order);
    expect(moment && new Date(instantOf(moment, "Europe/Vienna")).toISOString()).toBe(expected);
  });

  test("yes, no, lists and what means nothing", () => {
    expect(["ja", "No", "1", "maybe"].map(readBoolean)).toEqual([true, false, true, null]);
    expect(readList("cat, wolf; cat")).toEqual(["cat", "wolf"]);
    expect([readText(" Select ", { missing: new Set(["select"]) }), readText("unknown", { missing: new Set(["select"]) }), readText("'=x", { missing: new Set() }), readText("  ", { missing: new Set() })]).toEqual([null, "unknown", "=x", null]);
  });
});

describe("guesses", () => {
  const around = { dateOrder: "ymd", decimal: "." } as const;
  test.each([
    [["a@b.example", "c@d.example"], "email"], [["1", "2.5"], "number"], [["0664 123", "0676 99"], "text"], [["01234", "00012"], "text"], [["yes", "no"], "boolean"], [["2025-01-01", "2025-02-01 10:00"], "date"],
    [Array.from({ length: 40 }, (_, i) => ["red", "green"][i % 2]!), "choice"], [Array.from({ length: 40 }, (_, i) => ["cat", "cat, wolf"][i % 2]!), "multi-choice"], [["", ""], "text"],
  ])("%j is %s", (values, type) => expect(guessColumn(values, around).type).toBe(type));

  test("order of days and decimal sign from the cells themselves", () => {
    expect([guessDateOrder(["01/02/2025", "25/02/2025"]), guessDateOrder(["01/02/2025", "02/25/2025"]), guessDateOrder(["2025-01-02"])]).toEqual(["dmy", "mdy", "ymd"]);
    expect([guessDecimal(["1.234,50", "3,00"]), guessDecimal(["1,234.50"]), guessDecimal(["12"])]).toEqual([",", ".", "."]);
  });

  test("columns go where their headers say, in English and German; the rest becomes fields", () => {
    const column = (name: string, type = "text" as const) => ({ name, nameless: false, guess: { type, filled: 5, distinct: 5 } });
    const map = (kind: "contacts" | "opportunities" | "spend" | "events" | "companies", ...names: string[]) => suggestMapping(kind, names.map((name) => column(name)), standardFields).map((one) => one.to);
    expect(map("contacts", "Lead ID", "E-Mail-Adresse", "Vorname", "Surname", "Firma", "Größe")).toEqual(["id", "contact.email", "contact.first_name", "contact.last_name", "company.name", "contact.custom.grosse"]);
    const idOf = (kind: "contacts" | "opportunities" | "companies", ...names: string[]) => names.map((name) => map(kind, name)[0]);
    expect(idOf("contacts", "ID", "Lead-Nr.", "Kundennummer", "Kontakt-ID", "Customer No.", "Firmen-Nr.")).toEqual(["id", "id", "id", "id", "id", "company.id"]);
    expect(idOf("opportunities", "Auftrags-Nr", "Opportunity number", "Lead-Nr", "Kundennummer")).toEqual(["id", "id", "contact.id", "contact.id"]);
    expect(idOf("companies", "Kundennummer", "Account ID", "Firmennr.")).toEqual(["company.id", "company.id", "company.id"]);
    expect(map("opportunities", "Deal ID", "Betrag", "Währung", "Abgeschlossen am", "Status")).toEqual(["id", "amount", "currency", "closedAt", "state"]);
    expect(map("spend", "Campaign name", "Day", "Amount spent (EUR)", "Clicks")).toEqual(["campaign", "day", "amount", null]);
    expect(map("events", "Email", "Event", "Timestamp", "plan")).toEqual(["email", "name", "at", "property.plan"]);
    expect(map("companies", "Id", "Name", "Website", "Land")).toEqual(["company.id", "company.name", "company.domain", "company.country"]);
    expect([fieldKey("Über 100 %"), fieldKey("2nd"), fieldKey("???"), fieldKey("Straße")]).toEqual(["uber_100", "f_2nd", "f_value", "strasse"]);
  });

  test("what a header leaves without a name is left out, unless its cells say what it is; without a header all is offered", () => {
    const map = (kind: "contacts" | "events", header: string[] | null) => {
      const guess = (type: "text" | "email") => ({ type, filled: 5, distinct: 5 });
      return suggestMapping(kind, nameColumns(header, 3).map((column, index) => ({ ...column, guess: guess(index === 1 ? "email" : "text") })), standardFields).map((one) => one.to);
    };
    expect(map("contacts", ["Lead ID", "", ""])).toEqual(["id", "contact.email", null]);
    expect(map("events", ["Event", "", ""])).toEqual(["name", "email", null]);
    expect(map("contacts", null)).toEqual(["contact.custom.column_1", "contact.email", "contact.custom.column_3"]);
  });

  test("a mapping that cannot run says so in sentences", () => {
    const mapping = importMapping.parse({ columns: [{ column: "a", to: "name" }], options: {} });
    expect(checkMapping("opportunities", mapping, standardFields)).toHaveLength(2);
    expect(importMapping.safeParse({ columns: [{ column: "a", to: "__proto__" }], options: {} }).success).toBe(false);
  });
});
