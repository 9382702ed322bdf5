import { fold } from "../people/fold.ts";
import { disposableMailDomains, freeMailDomains } from "./free-mail.ts";
import { domainToAscii } from "./punycode.ts";

/**
 * E-mail addresses as they are compared: trimmed, NFC, folded, an international domain in its ASCII form. Nothing
 * clever: dots and plus tags stay, because two addresses that a provider delivers to one box may be two people here.
 */
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const local = /^[^\s"(),:;<>@[\\\]\u0000-\u001f\u007f]+$/u;

/** The compared form, or null where the text is no address. */
export function normaliseEmail(text: string): string | null {
  const trimmed = text.trim().replace(/^mailto:/i, "");
  if (trimmed.length > 320) return null;
  const at = trimmed.lastIndexOf("@");
  const name = fold(trimmed.slice(0, Math.max(at, 0)));
  const domain = normaliseDomain(trimmed.slice(at + 1));
  if (at < 1 || domain === null || name.length > 64 || !local.test(name)) return null;
  if (name.startsWith(".") || name.endsWith(".") || name.includes("..")) return null;
  return `${name}@${domain}`;
}

/** A host name folded, in ASCII and without a closing dot; null where it is none (an address needs a dot in it). */
export function normaliseDomain(text: string): string | null {
  const ascii = domainToAscii(fold(text.trim()).replaceAll(/[。．｡]/g, ".").replace(/\.$/, ""));
  if (ascii === null || ascii.length > 253) return null;
  const labels = ascii.split(".");
  const top = labels[labels.length - 1]!;
  return labels.length > 1 && labels.every((one) => label.test(one)) && !/^\d+$/.test(top) ? ascii : null;
}

/** The domain of a normalised address. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1);
}

export interface MailDomains {
  readonly free: ReadonlySet<string>;
  readonly disposable: ReadonlySet<string>;
}
export const knownMailDomains: MailDomains = { free: freeMailDomains, disposable: disposableMailDomains };

/** A normalised address by what its domain says about a company. Subdomains of a listed domain count as listed. */
export function emailKind(email: string, domains: MailDomains = knownMailDomains): "business" | "free" | "disposable" {
  for (let domain = domainOf(email); domain.includes("."); domain = domain.slice(domain.indexOf(".") + 1)) {
    if (domains.disposable.has(domain)) return "disposable";
    if (domains.free.has(domain)) return "free";
  }
  return "business";
}

/** The domain by which a company may be found: never that of a free or disposable provider. */
export function companyDomainOf(email: string, domains: MailDomains = knownMailDomains): string | null {
  return emailKind(email, domains) === "business" ? domainOf(email) : null;
}
