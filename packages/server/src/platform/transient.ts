/** Postgres' codes for trouble that passes by itself: connection lost, restarting, out of connections, deadlock, lost race. */
const passing = new Set(["57P01", "57P02", "57P03", "53300", "40001", "40P01", "55P03", "25006", "ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT"]);

/** True when trying the same again later may well work, so that nothing is wrong with what was tried. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  // The socket's file is away while Postgres restarts; any other missing file stays missing.
  if (code === "ENOENT" && syscall === "connect") return true;
  if (typeof code === "string" && (passing.has(code) || code.startsWith("08"))) return true;
  return /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error/i.test(error.message);
}
