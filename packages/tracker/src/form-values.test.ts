import { expect, test } from "vitest";
import { formValues, looksLikeCard, type FormField } from "./form-values.ts";

const field = (name: string, value: string, more: Partial<FormField> = {}): FormField => ({
  name, value, type: "text", autocomplete: "", checked: false, disabled: false, ignored: false, ...more,
});

test("named values are read, repeated names become a list, the e-mail is found", () => {
  const fields = [
    field("company", "Acme"),
    field("mail", " jane@a.example ", { type: "email" }),
    field("topic", "a", { type: "checkbox", checked: true }),
    field("topic", "b", { type: "checkbox" }),
    field("topic", "c", { type: "checkbox", checked: true }),
    field("", "nameless"),
  ];
  expect(formValues(fields)).toEqual({
    values: { company: "Acme", mail: " jane@a.example ", topic: ["a", "c"] },
    email: "jane@a.example",
  });
});

test("a text field called email counts, a broken address does not", () => {
  expect(formValues([field("work_email", "j@a.example")]).email).toBe("j@a.example");
  expect(formValues([field("email", "jane", { type: "email" })]).email).toBeUndefined();
});

test.each([
  field("login", "x", { type: "password" }),
  field("pw", "x", { autocomplete: "section-a current-password" }),
  field("number", "x", { autocomplete: "cc-number" }),
  field("sms", "x", { autocomplete: "one-time-code" }),
  field("cardNumber", "x"),
  field("card_cvc", "x"),
  field("cc-exp", "x"),
  field("newPassword", "x"),
  field("iban", "x"),
  field("authenticity_token", "x"),
  field("campaign", "x", { type: "hidden" }),
  field("cv", "x", { type: "file" }),
  field("note", "x", { ignored: true }),
  field("off", "x", { disabled: true }),
  field("note", "4111 1111 1111 1111"),
  field("note", "378282246310005"),
  field("__proto__", "4111111111111111"),
])("never sent: $name $type $autocomplete $value", (secret) => {
  expect(formValues([secret])).toEqual({ values: {} });
});

test("phone numbers and ordinary numbers are no cards", () => {
  for (const value of ["+4111111111111111", "0041111111111111", "4111111111111112", "42", ""]) {
    expect(looksLikeCard(value)).toBe(false);
  }
});
