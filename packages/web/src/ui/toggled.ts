/** Adds a choice to a list written `a,b`, or takes it away; nothing left is no filter. */
export function toggled(list: string | undefined, choice: string): string | undefined {
  const chosen = (list ?? "").split(",").filter((one) => one !== "");
  const next = chosen.includes(choice) ? chosen.filter((one) => one !== choice) : [...chosen, choice];
  return next.length === 0 ? undefined : next.join(",");
}
