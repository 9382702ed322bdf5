import { listValues, type listTerms } from "@tandem/contract/agreement/terms";
import type { OutputOf } from "@tandem/contract/operation";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import type { RoutingWording } from "@tandem/domain/agreement/describe";
import type { FieldRef } from "@tandem/domain/criteria/criteria";
import { useMemo } from "react";
import { call } from "../../../app/api.ts";
import { useFormat } from "../../../ui/use-format.ts";
import { countryName } from "../../../ui/country-name.ts";
import type { Vocabulary } from "../criteria/vocabulary.ts";

export type Terms = OutputOf<typeof listTerms>;

/** What conditions of this text may speak of: the company's fields and campaigns, and the text's own signals and segments. */
export function useAgreementVocabulary(terms: Terms, text: Agreement): Vocabulary {
  const format = useFormat();
  const { signals, segments, currency } = text;
  return useMemo(
    () => ({
      fields: terms.fields,
      signals: signals.map(({ key, name }) => ({ key, name })),
      members: [...terms.campaigns.map(({ key, name }) => ({ kind: "campaign" as const, key, name })), ...(segments ?? []).map(({ key, name }) => ({ kind: "segment" as const, key, name }))],
      currency,
      money: (minor: number) => format.money(minor, { currency, exact: true }),
      findValues: async (field: FieldRef, words: string, signal: AbortSignal) => {
        const { values } = await call(listValues, { query: { field, text: words } }, signal);
        return values.map(({ value, count }) => ({ value: String(value), count }));
      },
    }),
    // The formats change every minute with the clock; amounts do not.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [terms, signals, segments, currency],
  );
}

/** How sentences call fields, signals, teams and people. */
export function namesOf(terms: Terms, text: Pick<Agreement, "signals">): RoutingWording {
  const fields = new Map(terms.fields.map((field) => [field.ref as string, { name: field.name, type: field.type }]));
  return {
    field: (ref) => fields.get(ref) ?? null,
    signal: (key) => text.signals.find((one) => one.key === key)?.name ?? terms.signals.find((one) => one.key === key)?.name ?? null,
    member: (kind, key) => (kind === "campaign" ? (terms.campaigns.find((one) => one.key === key)?.name ?? null) : null),
    team: (key) => terms.teams.find((one) => one.key === key)?.name ?? null,
    country: countryName,
    user: (email) => terms.people.find((one) => one.email === email)?.name ?? null,
  };
}
