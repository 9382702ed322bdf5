import { pino, type Logger } from "pino";

/** Structured log lines on standard output, one JSON object each. */
export type Log = Pick<Logger, "debug" | "info" | "warn" | "error">;

export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Secrets that might ride along in a logged request or configuration are cut out by name. */
const secrets = ["authorization", "cookie", "password", "*.authorization", "*.cookie", "*.password", "headers.authorization", "headers.cookie"];

export function createLog(level: LogLevel): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: secrets, censor: "[cut out]" } });
}

/** For tests and tools that speak to a person instead. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
