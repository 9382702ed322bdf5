import type { Arguments } from "./arguments.ts";

/** Runs a command; resolves to its exit code. */
export type Run = (given: Arguments) => Promise<number>;

interface Command {
  readonly name: string;
  readonly usage: string;
  readonly says: string;
  /** Loaded only when asked for, so that each command starts as quickly as it can. */
  readonly load: () => Promise<Run>;
}

export const commands: readonly Command[] = [
  { name: "start", usage: "start", says: "start Tandem and keep it running", load: async () => (await import("./start.ts")).start },
  { name: "demo", usage: "demo", says: "show Tandem with a demo company's year, on data of its own", load: async () => (await import("./demo.ts")).demo },
  { name: "migrate", usage: "migrate", says: "bring the database up to date and leave", load: async () => (await import("./migrate.ts")).migrateDatabase },
  { name: "doctor", usage: "doctor", says: "check the installation and every promise about the data", load: async () => (await import("./doctor.ts")).doctor },
  { name: "import", usage: "import <kind> <file>", says: "bring a CSV file in; --dry-run tries, --mapping, --system and more: docs/import.md", load: async () => (await import("./import.ts")).importFile },
  { name: "agreement", usage: "agreement <act>", says: "export, diff, plan or apply the agreement as a text: docs/agreement-as-text.md", load: async () => (await import("./agreement.ts")).agreement },
  { name: "backup", usage: "backup [folder]", says: "write everything into a new folder; the server may run meanwhile", load: async () => (await import("./backup.ts")).backup },
  { name: "restore", usage: "restore <folder>", says: "bring a backup into an empty database", load: async () => (await import("./restore.ts")).restore },
];

export function help(): string {
  const width = Math.max(...commands.map(({ usage }) => usage.length)) + 2;
  const lines = commands.map(({ usage, says }) => `  tandem ${usage.padEnd(width)}${says}`);
  return `Tandem, the revenue engine in which Marketing and Sales work as one team.\n\n${lines.join("\n")}\n\nOptions: --port, --host, --data-dir, --base-url, --roles http,worker,timers, --log-level. Every setting: docs/run.md\n`;
}
