/** Parameters of one statement: a value gets a number, its place in the text is that number. Names never pass here. */
export interface Bound {
  readonly params: unknown[];
  /** Keeps a value and answers its placeholder. */
  bind(value: unknown): string;
}

export function bound(): Bound {
  const params: unknown[] = [];
  return {
    params,
    bind(value) {
      params.push(value);
      return `$${params.length}`;
    },
  };
}

/** A pattern that finds `text` anywhere, with what LIKE would read as wildcards taken literally. */
export function anywhere(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
