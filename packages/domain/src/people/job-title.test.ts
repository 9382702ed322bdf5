import { describe, expect, it } from "vitest";
import { deriveFunction, deriveSeniority } from "./job-title.ts";

const cases: [string, ReturnType<typeof deriveSeniority>, ReturnType<typeof deriveFunction>][] = [
  ["Head of IT", "head", "it"],
  ["IT-Leiter", "head", "it"],
  ["Chief Operating Officer", "c-level", "operations"],
  ["CFO", "c-level", "finance"],
  ["Geschäftsführerin", "c-level", "management"],
  ["Geschäftsführer*in", "c-level", "management"],
  ["Managing Director", "c-level", "management"],
  ["CEO & Co-Founder", "c-level", "management"],
  ["Senior Vice President Supply Chain", "vp", "operations"],
  ["Director of Operations", "director", "operations"],
  ["Werksleiter", "director", "operations"],
  ["Bereichsleiterin Logistik", "director", "operations"],
  ["Leiter Einkauf", "head", "purchasing"],
  ["Vertriebsleiter DACH", "head", "sales"],
  ["Teamleiter Instandhaltung", "manager", "operations"],
  ["Marketing Manager", "manager", "marketing"],
  ["Procurement Manager", "manager", "purchasing"],
  ["Werkstudentin Marketing", "student", "marketing"],
  ["Software Engineer", "specialist", "it"],
  ["Konstrukteur / Mechanical Engineer", "specialist", "engineering"],
  ["Product Owner", "other", "other"],
  ["HR Business Partner", "other", "human-resources"],
  ["Sachbearbeiterin Buchhaltung", "specialist", "finance"],
  ["Assistenz der Geschäftsführung", "specialist", "management"],
  ["LEITER PRODUKTION", "head", "operations"],
  ["🙂", "other", "other"],
];

describe("a job title", () => {
  it.each(cases)("%s", (title, seniority, jobFunction) => {
    expect([deriveSeniority(title), deriveFunction(title)]).toEqual([seniority, jobFunction]);
  });
  it("that is absent says nothing", () => {
    expect([deriveSeniority(null), deriveFunction("  ")]).toEqual([null, null]);
  });
});
