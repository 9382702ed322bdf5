/**
 * URLs travel into mails, reports and logs, so what identifies a person or opens a door is taken out before a URL is
 * kept or sent: parameters named like personal data or credentials, any value or path segment that looks like an e-mail
 * address, the fragment (single sign-on puts tokens there) and a user name or password in front of the host.
 */

const personal =
  /^(.*e[-_]?mail.*|mail|(.*[-_])?(user|first|last|full|sur)?[-_]?name|phone|tel|mobile|pass(word|wd)?|pwd|(.*[-_])?(token|secret|signature|session|password)|auth|code|otp|jwt|sid|api[-_]?key|ajs_.*)$/i;
const address = /[^\s@]@[^\s@]+\.[^\s@]/;

/** The URL without personal parameters and fragment; an empty string for what is no URL. */
export function cleanUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return "";
  }
  url.hash = url.username = url.password = "";
  url.pathname = url.pathname.replace(/[^/]+(@|%40)[^/]+/gi, "-");
  const kept = url.search
    .slice(1)
    .split("&")
    .filter((pair) => {
      const [name, value] = [...new URLSearchParams(pair)][0] ?? ["", ""];
      return name && !personal.test(name) && !address.test(value);
    });
  url.search = kept.join("&");
  return url.href;
}
