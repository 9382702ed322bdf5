/** "Version 3 · Webinars fade sooner": the number says the order, the title what came with it. */
export function versionName({ version, title }: { readonly version: number; readonly title: string }): string {
  return `Version ${version} · ${title}`;
}
