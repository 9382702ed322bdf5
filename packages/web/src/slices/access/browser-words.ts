/** "Firefox on Linux": enough to tell one's own browsers apart. A user agent is a claim, so nothing is decided by it. */
export function browserInWords(userAgent: string | null): string {
  const agent = userAgent ?? "";
  const first = (pairs: readonly (readonly [RegExp, string])[]) => pairs.find(([pattern]) => pattern.test(agent))?.[1];
  // In this order, because most claim to be several.
  const browser = first([[/Edg\//, "Edge"], [/OPR\//, "Opera"], [/Firefox\//, "Firefox"], [/Chrom(e|ium)\//, "Chrome"], [/Safari\//, "Safari"]]);
  const system = first([[/iPhone|iPad/, "iOS"], [/Android/, "Android"], [/Windows/, "Windows"], [/Mac OS X/, "macOS"], [/Linux/, "Linux"]]);
  if (!browser) return agent === "" ? "An unnamed program" : agent.slice(0, 60);
  return system ? `${browser} on ${system}` : browser;
}
