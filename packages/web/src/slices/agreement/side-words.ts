/** Both sides by the names people use. */
export const sideNames = { marketing: "Marketing", sales: "Sales" } as const;
export type Side = keyof typeof sideNames;

/** What became since of somebody who signed. */
export const goneWords = { left: "has left", "no-longer-signs": "no longer signs" } as const;
