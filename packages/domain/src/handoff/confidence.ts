/** How sure somebody is of an answer. One vocabulary wherever it is asked or shown. */
export const confidences = ["low", "medium", "high"] as const;
export type Confidence = (typeof confidences)[number];

export const confidenceWords: Readonly<Record<Confidence, string>> = { low: "A guess", medium: "Fairly sure", high: "Certain" };

/** What is stored is always one of them; anything else is shown as it is rather than hidden. */
export function confidenceName(confidence: string): string {
  return (confidenceWords as Readonly<Record<string, string>>)[confidence] ?? confidence;
}
