/** Both sides by the names people use. */
export const sideNames = { marketing: "Marketing", sales: "Sales" } as const;
export type Side = keyof typeof sideNames;
