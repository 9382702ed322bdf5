import type { Product } from "./server.ts";

/** A company in which the lines are measured: its people's sessions, the key of its website, a form that asks for a talk. */
export interface Workspace {
  readonly writeKey: string;
  readonly salesTeam: string;
  readonly administrator: string;
  readonly marketing: string;
  /** The session cookies of sales reps, the only ones in the sales team. */
  readonly reps: readonly string[];
  readonly repId: string;
}

export const password = "a long enough bench password";
export const repEmail = "rep-1@bench.example";

export async function setUpWorkspace({ url }: Product, reps = 1): Promise<Workspace> {
  const made = await call(url, "POST", "/setup", null, { workspaceName: "Bench", timeZone: "Europe/Berlin", currency: "EUR", administrator: { name: "Ada Admin", email: "ada@bench.example", password } });
  const administrator = made.cookie;
  const { rows } = (await call(url, "GET", "/access/teams", administrator)).body as { rows: { id: string; side: string }[] };
  const salesTeam = rows.find((team) => team.side === "sales")!.id;
  const add = async (name: string, role: string, email: string, teamIds: string[]) => {
    const { body } = await call(url, "POST", "/access/users", administrator, { name, email, role, teamIds, entry: { kind: "password", password } });
    return (body as { user: { id: string } }).user.id;
  };
  await add("Mia Marketing", "marketing", "mia@bench.example", []);
  let repId = "";
  for (let i = 1; i <= reps; i++) {
    const id = await add(`Rex Rep ${i}`, "sales-rep", i === 1 ? repEmail : `rep-${i}@bench.example`, [salesTeam]);
    if (i === 1) repId = id;
  }
  const marketing = await signIn(url, "mia@bench.example");
  await call(url, "POST", "/capture/forms", marketing, {
    key: "demo", title: "Ask for a demo", submitLabel: "Send", thanks: "Thank you.",
    fields: [{ name: "email", label: "E-mail", type: "email", required: true }, { name: "name", label: "Name", type: "text", required: true }, { name: "title", label: "Job title", type: "text", required: false }],
  });
  const cookies: string[] = [];
  for (let i = 1; i <= reps; i++) cookies.push(await signIn(url, i === 1 ? repEmail : `rep-${i}@bench.example`));
  return { writeKey: (made.body as { source: { writeKey: string } }).source.writeKey, salesTeam, administrator, marketing, reps: cookies, repId };
}

export async function signIn(url: string, email: string): Promise<string> {
  return (await call(url, "POST", "/access/sign-in", null, { email, password })).cookie;
}

/** One call of the API; throws with the problem where it is refused. */
export async function call(url: string, method: string, path: string, cookie: string | null, body?: unknown): Promise<{ body: unknown; cookie: string }> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...(cookie !== null && { cookie, origin: url }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text.slice(0, 500)}`);
  return { body: text === "" ? null : JSON.parse(text), cookie: response.headers.get("set-cookie")?.split(";")[0] ?? "" };
}
