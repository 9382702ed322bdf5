/** Resolves on the first Ctrl-C or termination signal. A second one ends the process at once. */
export function untilAskedToStop(): Promise<void> {
  return new Promise((done) => {
    let asked = false;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        done();
      });
    }
  });
}
