/**
 * Reads a marked form of the site. What must never leave the page is decided here: passwords, cards, one-time codes,
 * hidden fields (they carry anti-forgery tokens), files, and anything marked `data-tandem-ignore`.
 */

export interface FormField {
  name: string;
  type: string;
  value: string;
  autocomplete: string;
  checked: boolean;
  disabled: boolean;
  ignored: boolean;
}

const secretType = /^(password|hidden|file|submit|button|reset|image)$/;
const secretUse = /(^|\s)cc-|password|one-time-code/;
const secretName =
  /pass.?w|pwd|passphrase|secret|token|csrf|captcha|card.?(no|num|holder|exp|code|sec)|credit.?card|ccnum|^cc[-_]|cvv|cvc|csc|iban|ssn|^pin$|otp/i;

/** Whether a text is shaped and check-summed like a payment card number; "+" starts a phone number instead. */
export function looksLikeCard(value: string): boolean {
  if (!/^\s*\d[\d -]{11,26}$/.test(value) || /^\s*00/.test(value)) return false;
  const digits = value.replace(/\D/g, "");
  let sum = 0;
  [...digits].reverse().forEach((digit, place) => {
    const double = +digit * (1 + (place % 2));
    sum += double > 9 ? double - 9 : double;
  });
  return digits.length > 12 && digits.length < 20 && sum % 10 === 0;
}

const isSecret = (field: FormField): boolean =>
  secretType.test(field.type) ||
  secretUse.test(field.autocomplete) ||
  secretName.test(field.name) ||
  looksLikeCard(field.value);

/** The named values that may be sent (repeated names become a list) and the e-mail address, if one was given. */
export function formValues(fields: readonly FormField[]): { values: Record<string, string | string[]>; email?: string } {
  const values = new Map<string, string | string[]>();
  let email: string | undefined;
  for (const field of fields) {
    if (!field.name || field.disabled || field.ignored || isSecret(field)) continue;
    if (/^(checkbox|radio)$/.test(field.type) && !field.checked) continue;
    const before = values.get(field.name);
    values.set(field.name, before === undefined ? field.value : [before, field.value].flat());
    if (!email && (field.type === "email" || /e-?mail/i.test(field.name)) && /^\S+@\S+\.\S+$/.test(field.value.trim())) {
      email = field.value.trim();
    }
  }
  return { values: Object.fromEntries(values), ...(email && { email }) };
}
