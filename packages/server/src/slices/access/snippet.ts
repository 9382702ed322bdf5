/** The tag that connects a website: what takes commands until it is there, and one script, asynchronous, with the public key of its source. */
export function snippetOf(baseUrl: string, writeKey: string): string {
  return `<script>window.tandem = window.tandem || [];</script>\n<script async src="${baseUrl}/tandem.js" data-write-key="${writeKey}"></script>`;
}
