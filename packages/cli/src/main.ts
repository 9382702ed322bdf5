#!/usr/bin/env node
import { commands, help } from "./commands.ts";
import { readArguments } from "./arguments.ts";

/** `tandem <verb>`: finds the verb and runs it; a mistake is one clear sentence, a bug a stack. */
async function main(): Promise<number> {
  const [verb = "help", ...rest] = process.argv.slice(2);
  if (verb === "help" || verb === "--help" || verb === "-h") {
    process.stdout.write(help());
    return 0;
  }
  const command = commands.find(({ name }) => name === verb);
  if (!command) {
    process.stderr.write(`There is no command "${verb}".\n\n${help()}`);
    return 2;
  }
  const run = await command.load();
  return run(readArguments(rest));
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const expected = error instanceof Error && error.constructor === Error && process.env["LOG_LEVEL"] !== "debug";
    process.stderr.write(`${expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    // Whatever is still open must not keep a failed command alive.
    process.exit(1);
  },
);
