/**
 * Case folding happens here and nowhere else: SQL's `lower()` disagrees with JavaScript (İ, final Σ), so folded text
 * is stored and compared with COLLATE "C". Independent of locale and of what stands around a letter.
 */
const ascii = /^[\x00-\x7f]*$/;

/** Text as it is compared: NFC, lower case, every sigma the same. Idempotent. */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  // toLowerCase writes a final sigma by context, which would break "starts with". Composing comes last: lowering
  // keeps what is canonically equal equal, but can leave it decomposed.
  return text.toLowerCase().replaceAll("ς", "σ").normalize("NFC");
}
