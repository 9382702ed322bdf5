/** A number as people type it: "1,000" → 1000, "−1.5" → −1.5; null where it is none. A comma groups only before three digits. */
export function parseNumber(text: string): number | null {
  const bare = text.trim().replace(/[\s\u00a0\u202f']/g, "").replace("\u2212", "-").replace(/^\+/, "");
  if (!/^-?[\d.,]*\d[\d.,]*$/.test(bare)) return null;
  const plain = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(",", "") : bare.replace(",", ".");
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}
