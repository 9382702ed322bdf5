import { normaliseEmail } from "@tandem/domain/capture/email";
import { readEvent } from "@tandem/domain/capture/event";
import type { JsonObject } from "@tandem/domain/capture/text";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { App } from "../../platform/app.ts";
import type { Sql } from "../../platform/sql.ts";
import { CaptureUnavailable, type AcceptedEvent, type Acceptor } from "./accept-events.ts";
import type { Form } from "./find-form.ts";
import type { Kept } from "./kept.ts";
import { storableOf } from "./read-request.ts";
import { keepRejected } from "./rejected-events.ts";

const answer = z.union([z.string().max(5_000), z.array(z.string().max(500)).max(100), z.boolean()]);
const submission = z.object({
  values: z.record(z.string().max(100), answer),
  anonymousId: z.string().max(255).nullish(),
  context: z.record(z.string(), z.unknown()).optional(),
  messageId: z.string().min(1).max(90),
  /** A field no person sees: what fills it is a machine. */
  trap: z.string().max(1_000).optional(),
  /** Epoch milliseconds at which the form was shown. */
  startedAt: z.number().optional(),
});

type Submission = z.infer<typeof submission>;

/** Nobody reads and fills a form faster than this. */
const leastFillMs = 1_500;

/** The embeddable form: its definition, and its submissions as the events they are. */
export function mountForms(server: FastifyInstance, app: App, acceptor: Acceptor, forms: Kept<Form>): void {
  void server.register(async (routes) => {
    routes.addHook("onRequest", async (_request, reply) => {
      void reply.headers({ "access-control-allow-origin": "*", "access-control-allow-headers": "content-type", "access-control-allow-methods": "GET, POST, OPTIONS", "access-control-max-age": "86400", "cross-origin-resource-policy": "cross-origin" });
    });
    routes.options("/forms/:key", async (_request, reply) => reply.status(204).send());
    routes.get<{ Params: { key: string } }>("/forms/:key", async (request, reply) => {
      const form = await forms.find(request.params.key);
      if (!form) return reply.status(404).send(problem(404, "form-not-found", "There is no form of this name."));
      return { key: form.key, title: form.title, fields: form.fields, submitLabel: form.submit_label, thanks: form.thanks };
    });
    routes.post<{ Params: { key: string } }>("/forms/:key", async (request, reply) => {
      const form = await forms.find(request.params.key);
      if (!form) return reply.status(404).send(problem(404, "form-not-found", "There is no form of this name."));
      const parsed = submission.safeParse(request.body);
      if (!parsed.success) return reply.status(422).send(problem(422, "bad-input", "The submission is not of the expected shape."));
      const errors = findErrors(form, parsed.data.values);
      if (errors.length > 0) return reply.status(422).send({ ...problem(422, "bad-input", "Some answers are missing or not right."), errors });
      try {
        await submit(app, acceptor, form, parsed.data);
      } catch (error) {
        if (!(error instanceof CaptureUnavailable)) throw error;
        return reply.status(503).header("retry-after", "2").send(problem(503, "unavailable", "Not saved yet. Please send it again in a moment."));
      }
      return { ok: true, thanks: form.thanks };
    });
  });
}

function findErrors(form: Form, values: Submission["values"]): { path: string; message: string }[] {
  return form.fields.flatMap((field) => {
    const value = values[field.name];
    const empty = value === undefined || value === "" || value === false || (Array.isArray(value) && value.length === 0);
    if (field.required && empty) return [{ path: `values.${field.name}`, message: `${field.label} is needed.` }];
    if (field.type === "email" && !empty && (typeof value !== "string" || normaliseEmail(value) === null)) return [{ path: `values.${field.name}`, message: "This is not an e-mail address." }];
    return [];
  });
}

async function submit(app: App, acceptor: Acceptor, form: Form, sent: Submission): Promise<void> {
  const receivedAt = app.clock.now();
  const machine = machineReason(sent, receivedAt.getTime());
  if (machine) return keepRejected(app, form.source_id, receivedAt, [{ raw: sent, ...machine }]);
  const events: AcceptedEvent[] = [];
  for (const raw of eventsOf(form, sent)) {
    const reading = readEvent(raw, { receivedAt: receivedAt.getTime(), messageId: sent.messageId });
    const storable = "refused" in reading ? reading : storableOf(reading.ok);
    if ("refused" in storable) await keepRejected(app, form.source_id, receivedAt, [{ raw, ...storable.refused }]);
    else events.push({ sourceId: form.source_id, receivedAt, ...storable });
  }
  await acceptor.accept(events);
}

/** A submission is who they are (identify) and what they did (Form Submitted); one message id each, so that a retry counts once. */
function eventsOf(form: Pick<Form, "key" | "title" | "fields">, sent: Submission): JsonObject[] {
  const known = new Set(form.fields.map((field) => field.name));
  const values = Object.fromEntries(Object.entries(sent.values).filter(([name]) => known.has(name)));
  // The address that identifies is the form's first e-mail field, whatever it is called.
  const given = values[form.fields.find((field) => field.type === "email")?.name ?? "email"];
  const email = typeof given === "string" ? normaliseEmail(given) : null;
  const who = { anonymousId: sent.anonymousId || `form-${sent.messageId}` };
  const context = { ...sent.context, form: form.key };
  return [
    { type: "identify", messageId: `${sent.messageId}:identify`, ...who, traits: { ...values, ...(email !== null && { email }) }, context },
    { type: "track", event: "Form Submitted", messageId: sent.messageId, ...who, properties: { form: form.key, title: form.title, fields: values }, context },
  ] as JsonObject[];
}

/** The events of a submission that was taken for a machine's, once a person says it is none; null for anything else. */
export async function releasedEvents(sql: Sql, sourceId: number, raw: unknown): Promise<JsonObject[] | null> {
  if (typeof raw !== "object" || raw === null || !("values" in raw)) return null;
  const form = await sql.find<Form>("select key, title, fields, submit_label, thanks, source_id from form where source_id = $1", [sourceId]);
  const sent = submission.safeParse(raw);
  return form && sent.success ? eventsOf(form, sent.data) : null;
}

function machineReason(sent: Submission, now: number): { code: string; words: string } | null {
  if (sent.trap) return { code: "spam-trap", words: "The field that people cannot see was filled in." };
  // Clocks of visitors may be wrong: only a plausible stretch says anything.
  const took = sent.startedAt === undefined ? null : now - sent.startedAt;
  if (took !== null && took >= 0 && took < leastFillMs) return { code: "filled-too-fast", words: `The form was sent ${Math.round(took)} ms after it was shown.` };
  return null;
}

function problem(status: number, code: string, title: string): object {
  return { type: `/problems/${code}`, title, status, code };
}
