import type { Bound } from "../../platform/bound.ts";

/** The span of a condition, epoch ms; usually the report's period. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export const instant = ({ bind }: Bound, ms: number): string => `${bind(new Date(ms).toISOString())}::timestamptz`;
export const within = (column: string, bound: Bound, span: Span): string => `${column} >= ${instant(bound, span.fromMs)} and ${column} < ${instant(bound, span.toMs)}`;
