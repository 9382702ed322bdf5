/** What follows the verb: words, and options that stand for settings of the environment. */
export interface Arguments {
  readonly words: readonly string[];
  /** Everything given as `--name value`, `--name=value` or `--name`. */
  readonly options: Readonly<Record<string, string>>;
}

/** Options that are settings by another name, so that `--port 4000` and `PORT=4000` mean the same. */
const settings: Record<string, string> = {
  port: "PORT",
  host: "HOST",
  "data-dir": "TANDEM_DATA_DIR",
  "base-url": "TANDEM_BASE_URL",
  "log-level": "LOG_LEVEL",
  roles: "TANDEM_ROLES",
};

export function readArguments(given: readonly string[]): Arguments {
  const words: string[] = [];
  const options: Record<string, string> = {};
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at]!;
    if (!word.startsWith("--")) {
      words.push(word);
      continue;
    }
    const [name, inline] = split(word.slice(2));
    const next = given[at + 1];
    if (inline !== undefined) options[name] = inline;
    else if (next !== undefined && !next.startsWith("--")) {
      options[name] = next;
      at += 1;
    } else options[name] = "true";
  }
  return { words, options };
}

function split(option: string): [string, string | undefined] {
  const at = option.indexOf("=");
  return at < 0 ? [option, undefined] : [option.slice(0, at), option.slice(at + 1)];
}

/** The environment with the options laid over it; refuses options that neither the command nor a setting knows. */
export function environmentWith({ options }: Arguments, own: readonly string[] = [], env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const result = { ...env };
  for (const [name, value] of Object.entries(options)) {
    const setting = settings[name];
    if (setting) result[setting] = value;
    else if (!own.includes(name)) throw new Error(`There is no option --${name}. There are: ${[...Object.keys(settings), ...own].map((each) => `--${each}`).join(", ")}.`);
  }
  return result;
}
