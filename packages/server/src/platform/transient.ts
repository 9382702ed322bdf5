/** Postgres' codes for trouble that passes by itself: connection lost, restarting, out of connections, deadlock, lost race, a statement given up that waited too long for a lock. */
const passing = new Set(["57P01", "57P02", "57P03", "53300", "40001", "40P01", "55P03", "57014", "25006", "ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT"]);

/** True when trying the same again later may well work, so that nothing is wrong with what was tried. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  // The socket's file is away while Postgres restarts; any other missing file stays missing.
  if (code === "ENOENT" && syscall === "connect") return true;
  if (typeof code === "string" && (passing.has(code) || code.startsWith("08"))) return true;
  return /connection terminated|query read timeout|timeout exceeded when trying to connect|client has encountered a connection error/i.test(error.message);
}

/** A statement that was given up for taking too long. Waiting may help; where it was about many things at once, fewer of them help more. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof Error && ((error as { code?: unknown }).code === "57014" || error.message === "Query read timeout");
}
