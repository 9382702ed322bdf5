/** One embedded form from loading to thanks. Whatever fails, what was typed stays where it is. */
import type { LoadedTracker } from "../main.ts";
import type { Touches } from "../touches.ts";
import { uuid } from "../uuid.ts";
import { problemsOf, refusalsOf, texts, type FormDefinition, type Texts } from "./definition.ts";
import { buildField, element, valuesOf } from "./fields.ts";
import { addStyle } from "./style.ts";

type Host = Pick<LoadedTracker, "server" | "visitor">;

const patience = 20_000;
let count = 0;

async function ask(url: string, request: RequestInit = {}): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    return await fetch(url, { credentials: "omit", signal: stop.signal, ...request });
  } finally {
    clearTimeout(timer);
  }
}

function textsFor(place: HTMLElement): Texts {
  const own = Object.keys(texts).map((name) => {
    const attribute = `text${name[0]!.toUpperCase()}${name.slice(1)}`;
    return [name, place.dataset[attribute] ?? texts[name as keyof Texts]];
  });
  return Object.fromEntries(own) as Texts;
}

/** Loads the form into its place. Links or text put there by the site stay until the form is there. */
export async function renderForm(place: HTMLElement, host: Host): Promise<void> {
  addStyle();
  const say = textsFor(place);
  const note = element("p", { role: "status" }, say.loading);
  place.append(note);
  place.setAttribute("aria-busy", "true");
  const url = `${host.server}/forms/${encodeURIComponent(place.dataset["tandemEmbed"]!)}`;
  try {
    const answer = await ask(url);
    if (!answer.ok) throw new Error(String(answer.status));
    place.replaceChildren(buildForm((await answer.json()) as FormDefinition, url, say, host, place));
  } catch (error) {
    console.warn("tandem: form", url, error);
    const again = element("button", { type: "button" }, say.again);
    note.replaceChildren(`${say.unavailable} `, again);
    again.onclick = () => {
      note.remove();
      void renderForm(place, host);
    };
  } finally {
    place.removeAttribute("aria-busy");
  }
}

/** A field that people never meet: off screen, out of the tab order, hidden from assistive tech and from autofill. */
function buildTrap(): { block: HTMLElement; input: HTMLInputElement } {
  const input = element("input", { type: "text", name: "subject_line_2", tabindex: "-1", autocomplete: "off" });
  const block = element("div", { "aria-hidden": "true", inert: "" }, element("label", {}, "Leave this empty", input));
  // Set through the object model: a content security policy may forbid style attributes.
  Object.assign(block.style, { position: "absolute", left: "-10000px", width: "1px", height: "1px", overflow: "hidden" });
  return { block, input };
}

/** Values of the visit for hidden fields named `utm_source`, `gclid`, `referrer`, `landing_page` and the like. */
function campaignValue(name: string, { lastTouch }: Touches): string | undefined {
  if (!lastTouch) return undefined;
  if (name === lastTouch.clickIdKind) return lastTouch.clickId;
  const key = name.replace(/^utm_/, "").replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return (lastTouch as unknown as Record<string, string | undefined>)[key];
}

function buildForm(form: FormDefinition, url: string, say: Texts, host: Host, place: HTMLElement): HTMLElement {
  const base = `tandem-${++count}`;
  const startedAt = Date.now();
  const touches = host.visitor().context as Touches;
  const fields = form.fields.map((definition, index) =>
    buildField(definition, `${base}-${index}`, say, campaignValue(definition.name, touches)),
  );
  const trap = buildTrap();
  const failure = element("p", { role: "alert", class: "tandem-failure" });
  const label = form.submitLabel || say.submit;
  const submit = element("button", { type: "submit" }, label);
  const heading = form.title ? [element("h2", { id: `${base}-title` }, form.title)] : [];
  const made = element(
    "form",
    { class: "tandem-form", novalidate: "", "aria-labelledby": heading[0]?.id },
    ...heading, ...fields.map(({ block }) => block), trap.block, failure, submit,
  );

  let busy = false;
  let sent = "";
  let messageId = "";

  /** Marks fields and moves to the first one. */
  const show = (problems: Map<string, string>): void => {
    for (const field of fields) field.complain(problems.get(field.definition.name));
    fields.find((field) => problems.has(field.definition.name))?.first.focus();
  };

  const deliver = async (): Promise<void> => {
    const values = valuesOf(fields);
    const problems = problemsOf(form.fields, values, say);
    failure.textContent = "";
    show(problems);
    if (problems.size) return;
    // The same values sent again are the same submission; corrected values are a new one, lest the correction be lost.
    const text = JSON.stringify(values);
    if (text !== sent) messageId = uuid();
    sent = text;
    const answer = await ask(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ values, ...host.visitor(), messageId, trap: trap.input.value, startedAt }),
    });
    if (answer.ok) {
      const thanks = element("p", { role: "status", tabindex: "-1", class: "tandem-thanks" }, form.thanks || say.thanks);
      place.replaceChildren(thanks);
      thanks.focus();
      place.dispatchEvent(new CustomEvent("tandem:submitted", { bubbles: true, detail: { form: form.key, messageId } }));
      return;
    }
    const refused = answer.status < 500 && answer.status !== 429 ? refusalsOf(await answer.json().catch(() => null), form.fields) : null;
    if (!refused?.size) throw new Error(String(answer.status));
    failure.textContent = say.refused;
    show(refused);
  };

  made.onsubmit = async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    submit.setAttribute("aria-disabled", "true");
    submit.textContent = say.sending;
    try {
      await deliver();
    } catch (error) {
      console.warn("tandem: form", error);
      failure.textContent = say.failed;
    } finally {
      busy = false;
      submit.removeAttribute("aria-disabled");
      submit.textContent = label;
    }
  };
  return made;
}
