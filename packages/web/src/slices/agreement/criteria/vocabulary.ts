import type { FieldRef, FieldType } from "@tandem/domain/criteria/criteria";
import type { Wording } from "@tandem/domain/criteria/explain";
import type { CriteriaKnowledge } from "@tandem/domain/criteria/validate";
import type { MemberKind } from "@tandem/domain/criteria/subject";
import { createContext, useContext } from "react";
import { countryName } from "../../../ui/country-name.ts";

/** What conditions can speak of in this company: its fields, the signals of this text, its campaigns. */
export interface VocabularyField {
  readonly ref: FieldRef;
  readonly name: string;
  readonly type: FieldType;
  readonly options: readonly string[] | null;
}
export interface KnownValue {
  readonly value: string;
  /** How many people or companies have it; null where that is not known. */
  readonly count: number | null;
}
export interface Vocabulary {
  readonly fields: readonly VocabularyField[];
  readonly signals: readonly { readonly key: string; readonly name: string }[];
  readonly members: readonly { readonly kind: MemberKind; readonly key: string; readonly name: string }[];
  readonly currency: string;
  /** Writes minor units of the company's currency. */
  money(minor: number): string;
  /** Values that a field really has, the most frequent first. */
  findValues(field: FieldRef, text: string, signal: AbortSignal): Promise<readonly KnownValue[]>;
}

const noVocabulary: Vocabulary = { fields: [], signals: [], members: [], currency: "EUR", money: String, findValues: () => Promise.resolve([]) };
export const VocabularyContext = createContext<Vocabulary>(noVocabulary);
/** Conditions that are only read: a version, or a draft that does not change any more. */
export const ReadOnlyContext = createContext(false);
export const useVocabulary = () => useContext(VocabularyContext);

export function fieldOf(vocabulary: Vocabulary, ref: FieldRef): VocabularyField | null {
  return vocabulary.fields.find((field) => field.ref === ref) ?? null;
}

/** How the sentence names things. */
export function wordingOf(vocabulary: Vocabulary): Wording {
  return {
    field: (ref) => fieldOf(vocabulary, ref),
    signal: (key) => vocabulary.signals.find((one) => one.key === key)?.name ?? null,
    member: (kind, key) => vocabulary.members.find((one) => one.kind === kind && one.key === key)?.name ?? null,
    money: vocabulary.money,
    country: countryName,
  };
}

/** What the check of a tree may rely on. */
export function knowledgeOf(vocabulary: Vocabulary, mayAskScore: boolean): CriteriaKnowledge {
  return { typeOf: (ref) => fieldOf(vocabulary, ref)?.type ?? null, hasSignal: (key) => vocabulary.signals.some((one) => one.key === key), mayAskScore, wording: wordingOf(vocabulary) };
}
