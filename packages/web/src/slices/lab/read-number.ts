/** A number as people type it ("1,000", "−15", "never"); null where it is none, or out of bounds. */
export function readNumber(text: string, { min, max, never }: { min: number; max: number; never: boolean }): { value: number | null } | null {
  const bare = text.trim().replace(/[\s\u00a0\u202f']/g, "").replace("\u2212", "-").replace(/^\+/, "");
  if (never && /^(never|–|-)$/i.test(bare)) return { value: null };
  if (!/^-?[\d.,]*\d[\d.,]*$/.test(bare)) return null;
  const number = Number(/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(",", "") : bare.replace(",", "."));
  return Number.isFinite(number) && number >= min && number <= max ? { value: number } : null;
}
