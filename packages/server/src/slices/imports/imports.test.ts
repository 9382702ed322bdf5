import { exportImportRefusals, listImports, repairImportRows, runImport, saveImportMapping, uploadChunk, createImport, inspectImport } from "@tandem/contract/imports/imports";
import { editContact, getContact, listContacts } from "@tandem/contract/people/contacts";
import { listFigureRows } from "@tandem/contract/insights/figures";
import { beforeAll, describe, expect, test } from "vitest";
import { ensureFoundingAgreement } from "../../spine/founding.ts";
import { importsApp, type ImportsApp } from "./imports.fixture.ts";
import { runBatches } from "./run-batches.ts";
import { workImport } from "./runner.ts";

let t: ImportsApp;
beforeAll(async () => {
  t = await importsApp();
  await ensureFoundingAgreement(t.app);
});

const people = async (q: string) => (await t.call(listContacts, { query: { q } }, t.revops)).body.rows;
const contact = async (q: string) => {
  const [row] = await people(q);
  return row ? (await t.call(getContact, { params: { contactId: row.id } }, t.revops)).body : null;
};

describe("files as they are met", () => {
  test("Windows-1252, semicolons, German headers and dates, decimal commas, a quoted line break, mixed line endings", async () => {
    const text = 'Vorname;Nachname;E-Mail;Firma;Erstellt am;Jahresumsatz;Notiz\r\nJörg;Müller;joerg@huettenwerk.example;Hüttenwerk AG;03.02.2025;1.234.567,50;"erste Zeile\nzweite Zeile"\nZoë;Šmíd;zoe@gmail.com;;24.12.2024;;kurz\r\n';
    const bytes = Buffer.from([...text].map((sign) => ({ "Š": 0x8a }[sign] ?? sign.charCodeAt(0))));
    const done = await t.bring("contacts", bytes);
    expect([done.state, done.created, done.refused]).toEqual(["finished", 2, 0]);
    const jörg = await contact("joerg");
    expect(jörg).toMatchObject({ name: "Jörg Müller", company: { name: "Hüttenwerk AG", domain: "huettenwerk.example" } });
    expect(jörg!.createdAt).toBe("2025-02-02T23:00:00.000Z");
    expect((await t.db.one<{ annual_revenue: number }>("select annual_revenue from company where domain_folded = 'huettenwerk.example'")).annual_revenue).toBe(123_456_750);
    expect((await t.db.one<{ note: string }>("select custom->>'notiz' as note from contact where email = 'joerg@huettenwerk.example'")).note).toBe("erste Zeile\nzweite Zeile");
    // A company is never found by a free-mail domain.
    expect(await contact("zoe")).toMatchObject({ name: "Zoë Šmíd", company: null });
  });

  test.each([["utf-16le", [0xff, 0xfe]], ["utf-16be", [0xfe, 0xff]], ["utf-16le", []]] as const)("%s with and without a byte order mark, cut in the middle of a character", async (encoding, mark) => {
    const name = `u${encoding.slice(-2)}${mark.length}`;
    const little = Buffer.from(`E-mail\tFirst name\tCity\r\n${name}@wide.example\t日本 😀 שלום\tPlovdiv\r\n`, "utf16le");
    const bytes = Buffer.concat([Buffer.from(mark), encoding === "utf-16be" ? little.swap16() : little]);
    const done = await t.bring("contacts", bytes, { pieces: 7 });
    expect([done.created, done.refused]).toEqual([1, 0]);
    expect((await contact(`${name}@wide`))!.name).toBe("日本 😀 שלום");
  });

  test("U+0000 and a lone half of a surrogate pair are repaired, whatever else the row holds is kept", async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("email,last name\nnul@odd.example,A\u0000B\ud800C\n", "utf16le")]);
    expect((await t.bring("contacts", utf16)).created).toBe(1);
    expect((await contact("nul@odd"))!.name).toBe("AB\ufffdC");
  });

  test("an unclosed quote refuses its row and not the rest of the file", async () => {
    const done = await t.bring("contacts", 'email,last name\nq1@quote.example,"open\nq2@quote.example,Closed\n');
    expect([done.created, done.refused]).toEqual([1, 1]);
    expect((await t.refusals(done.id))[0]).toMatchObject({ rowNumber: 2, code: "unclosed-quote" });
  });
});

describe("the steps of an import", () => {
  test("an upload goes on where it stopped and takes a piece twice; a wrong place is named", async () => {
    const { id } = (await t.call(createImport, { body: { kind: "contacts", fileName: "a.csv", fileSize: 10 } }, t.revops)).body;
    const send = (offset: number, text: string) => t.call(uploadChunk, { params: { importId: id }, body: { offset, base64: Buffer.from(text).toString("base64") } }, t.revops);
    expect((await send(0, "email\n")).body).toEqual({ uploaded: 6 });
    expect((await send(0, "email\n")).body).toEqual({ uploaded: 6 });
    expect((await send(8, "x\n")).problem).toMatchObject({ code: "wrong-offset", data: { uploaded: 6 } });
    expect((await t.call(inspectImport, { params: { importId: id } }, t.revops)).problem.code).toBe("not-uploaded");
    expect((await send(6, "a@b\n")).body).toEqual({ uploaded: 10 });
  });

  test("who may not import is refused, and a mapping that cannot work says why", async () => {
    expect((await t.call(listImports, {}, t.executive)).status).toBe(403);
    const id = await t.prepare("contacts", "email,name\na@b.example,A\n");
    const save = (columns: { column: string; to: string | null }[]) => t.call(saveImportMapping, { params: { importId: id }, body: { columns, options: {} } }, t.revops);
    expect((await save([{ column: "email", to: null }])).problem).toMatchObject({ code: "bad-mapping", detail: expect.stringContaining("Rows need at least one of") });
    expect((await save([{ column: "email", to: "contact.email" }, { column: "name", to: "contact.email" }])).problem.detail).toContain("both go to E-mail");
    expect((await save([{ column: "mail", to: "contact.email" }])).problem.detail).toContain("no column “mail”");
    expect((await save([{ column: "email", to: "contact.survivor_id" }])).problem.detail).toContain("does not exist");
  });
});

const csv = "Id,E-mail,First name,Last name,Company,Source,Segment,Created at\nA1,anna@steel.example,Anna,Adler,Steel,,pro,2025-03-01\nA2,ben@steel.example,Ben,Berg,Steel,unknown,basic,2025-04-01 10:00\nA3,not an address,Cleo,Cruz,,social,pro,2025-05-01\nA1,anna@steel.example,ANNA,Adler,STEEL,late,pro,2025-03-01\n,,No,Key,,,,\n";
const given = {
  targets: { Id: "id", "E-mail": "contact.email", "First name": "contact.first_name", "Last name": "contact.last_name", Company: "company.name", Source: "contact.source", Segment: { to: "contact.custom.segment", name: "Segment", type: "choice" as const }, "Created at": "createdAt" },
  options: { system: "crm" },
};

describe("running", () => {
  let id: string;

  test("a trial reports everything and writes nothing", async () => {
    id = await t.prepare("contacts", csv, given);
    const before = await t.counts();
    const tried = await t.run(id, true);
    expect(tried).toMatchObject({ state: "finished", dryRun: true, created: 2, updated: 1, unchanged: 0, refused: 2 });
    expect(await t.counts()).toEqual(before);
  });

  test("the import does as the trial said, as history: dates as in the file, no handoff, notification or mail", async () => {
    const done = await t.run(id);
    expect(done).toMatchObject({ state: "finished", dryRun: false, created: 2, updated: 1, refused: 2 });
    expect(done.notes.map(({ code, count }) => [code, count])).toEqual([["repeated", 1], ["kept-value", 2]]);
    const anna = await contact("anna@steel");
    expect(anna).toMatchObject({ name: "Anna Adler", stage: "lead", createdAt: "2025-02-28T23:00:00.000Z" });
    const rows = await t.db.query<{ email: string; source: string | null; segment: string }>("select email, source, custom->>'segment' as segment from contact where email like '%@steel.example' order by email");
    // Nothing recorded and "unknown" recorded are two different things; the second row of a person fills the gap.
    expect(rows).toEqual([{ email: "anna@steel.example", source: "late", segment: "pro" }, { email: "ben@steel.example", source: "unknown", segment: "basic" }]);
    expect((await t.db.one<{ options: string[] }>("select options from field where key = 'segment'")).options.toSorted()).toEqual(["basic", "pro"]);
    const quiet = await t.counts();
    expect([quiet["handoff"], quiet["clock"], quiet["notification"], quiet["mail_outbox"]]).toEqual([0, 0, 0, 0]);
    expect((await t.db.query("select 1 from episode where not history and contact_id in (select entity_id from external_ref where system = 'crm')")).length).toBe(0);
  });

  test("the same file again changes nothing, not even a history row", async () => {
    const before = await t.counts();
    expect(await t.run(id)).toMatchObject({ created: 0, updated: 0, unchanged: 3, refused: 2 });
    expect(await t.bring("contacts", csv, given)).toMatchObject({ created: 0, updated: 0, unchanged: 3, refused: 2 });
    expect(await t.counts()).toEqual(before);
  });

  test("a person's edit stays, unless the import may overwrite it", async () => {
    const [row] = await people("ben@steel");
    const ben = (await t.call(getContact, { params: { contactId: row!.id } }, t.revops)).body;
    expect((await t.call(editContact, { params: { contactId: ben.id }, body: { version: ben.version, values: { last_name: "Berger" } } }, t.revops)).status).toBe(200);
    expect(await t.bring("contacts", csv, given)).toMatchObject({ updated: 0, notes: expect.arrayContaining([expect.objectContaining({ code: "kept-edit", count: 1 })]) });
    expect((await contact("ben@steel"))!.name).toBe("Ben Berger");
    expect((await t.bring("contacts", csv, { ...given, options: { ...given.options, overwriteEdits: true } })).updated).toBe(1);
    expect((await contact("ben@steel"))!.name).toBe("Ben Berg");
  });

  test("refused rows are named, exported without formulas, repaired in place", async () => {
    const refused = await t.refusals(id);
    expect(refused).toMatchObject([{ rowNumber: 4, column: "E-mail", code: "bad-email", values: { "First name": "Cleo" } }, { rowNumber: 6, code: "no-key" }]);
    const mixed = await t.bring("contacts", 'email,last name\nnone,"=HYPERLINK(""http://x"")"\n');
    const file = (await t.call(exportImportRefusals, { params: { importId: mixed.id } }, t.revops)).body.csv;
    expect(file).toContain(`"'=HYPERLINK(""http://x"")"`);
    const wrong = (await t.call(repairImportRows, { params: { importId: id }, body: { rows: [{ rowNumber: 4, values: { "E-mail": "still wrong" } }] } }, t.revops)).body;
    expect([wrong.repaired, wrong.refused[0]?.code]).toEqual([0, "bad-email"]);
    const right = (await t.call(repairImportRows, { params: { importId: id }, body: { rows: [{ rowNumber: 4, values: { "E-mail": "cleo@cruz.example" } }] } }, t.revops)).body;
    expect([right.repaired, right.import.refused, right.import.repaired, right.import.created]).toEqual([1, 1, 1, 1]);
    expect(await contact("cleo@cruz")).toMatchObject({ name: "Cleo Cruz", createdAt: "2025-04-30T22:00:00.000Z" });
    // The corrected export goes in like any other file, with the guard taken off again.
    const again = await t.bring("contacts", file.replace("none", "formula@cell.example"));
    expect([again.created, again.refused]).toEqual([1, 0]);
    expect((await contact("formula@cell"))!.name).toBe('=HYPERLINK("http://x")');
  });
});

test("a row about nobody says what else is wrong with it", async () => {
  const { id } = await t.bring("contacts", "E-mail,Last name,Created\n,Nobody,someday\n", { targets: { "E-mail": "contact.email", "Last name": "contact.last_name", Created: "createdAt" } });
  expect(await t.refusals(id)).toMatchObject([{ column: null, code: "no-key", also: [{ column: "Created", code: "bad-date" }] }]);
});

test("a refused row says every cell that is wrong with it, and what is left once some are corrected", async () => {
  const { id } = await t.bring("contacts", "E-mail,Last name,Created\nnobody,Wrong,someday\nright@cells.example,Right,2025-02-01\n", { targets: { "E-mail": "contact.email", "Last name": "contact.last_name", Created: "createdAt" } });
  expect(await t.refusals(id)).toMatchObject([{ rowNumber: 2, column: "E-mail", code: "bad-email", also: [{ column: "Created", code: "bad-date", words: expect.stringContaining("someday") }] }]);
  expect((await t.call(exportImportRefusals, { params: { importId: id } }, t.revops)).body.csv).toMatch(/no e-mail address\..*“someday” is no date/);
  const repair = async (values: Record<string, string>) => (await t.call(repairImportRows, { params: { importId: id }, body: { rows: [{ rowNumber: 2, values }] } }, t.revops)).body;
  expect((await repair({ "E-mail": "wrong@cells.example" })).refused).toMatchObject([{ column: "Created", code: "bad-date", also: [] }]);
  expect((await t.refusals(id))[0]).toMatchObject({ values: { "E-mail": "wrong@cells.example" }, also: [] });
  expect((await repair({ Created: "2025-02-02" })).repaired).toBe(1);
});

test("a repaired row about somebody of an earlier row fills what is empty and overwrites nothing, also once it was repaired", async () => {
  const targets = { "E-mail": "contact.email", "First name": "contact.first_name", Title: "contact.title", Company: "company.name", City: "company.city" };
  const done = await t.bring("contacts", "E-mail,First name,Title,Company,City\nfirst@again.example,First,,Again,Graz\n,Second,Director,Again,Linz\n,Third,Chief,,\nnew,New,,,\nnew,Newer,Boss,,\n", { targets, options: { undated: "unknown" } });
  expect([done.created, done.refused]).toEqual([1, 4]);
  const repair = async (rows: Record<number, string>) => (await t.call(repairImportRows, { params: { importId: done.id }, body: { rows: Object.entries(rows).map(([row, mail]) => ({ rowNumber: Number(row), values: { "E-mail": mail } })) } }, t.revops)).body.import;
  const about = (email: string) => t.db.one("select p.first_name, p.title, c.name as company, c.city from contact p left join company c on c.id = p.company_id where p.email = $1", [email]);
  const noted = (detail: { notes: { code: string; count: number }[] }, code: string) => detail.notes.find((one) => one.code === code)?.count;
  const once = await repair({ 3: "first@again.example", 5: "new@again.example" });
  // The title was empty; first name and city stand.
  expect(await about("first@again.example")).toEqual({ first_name: "First", title: "Director", company: "Again", city: "Graz" });
  expect([noted(once, "repeated"), noted(once, "kept-value")]).toEqual([1, 2]);
  const twice = await repair({ 4: "first@again.example", 6: "new@again.example" });
  expect(await about("first@again.example")).toMatchObject({ first_name: "First", title: "Director" });
  expect(await about("new@again.example")).toMatchObject({ first_name: "New", title: "Boss" });
  expect([noted(twice, "repeated"), noted(twice, "kept-value"), twice.refused]).toEqual([3, 5, 0]);
  // Nothing is left to repair, so nothing of the file needs to be remembered.
  expect((await t.db.one<{ n: number }>("select count(*) as n from import_key where import_id = $1", [done.id])).n).toBe(0);
});

test("a country that is no code is kept and counted, a code in any case is none to speak of", async () => {
  const { notes, created } = await t.bring("contacts", "E-mail,Country,Company,Company country\nno@countries.example,Nowhereland,,\nin@countries.example,deutschland,,\nof@countries.example,,Elsewhere Ltd,ZZ\n", { targets: { "E-mail": "contact.email", Country: "contact.country", Company: "company.name", "Company country": "company.country" }, options: { undated: "unknown" } });
  expect([created, notes.find(({ code }) => code === "unknown-country")?.count]).toEqual([3, 2]);
});

test("notes count repaired rows, and say before the import what can be changed, and afterwards what can be done now", async () => {
  const file = "E-mail,Last name\nfine@notes.example,Fine\nwrong,Wrong\n";
  const tried = await t.run(await t.prepare("contacts", file), true);
  const done = await t.run(tried.id);
  expect(tried.notes).toMatchObject([{ code: "undated-today", count: 1, words: expect.stringContaining("before you import") }]);
  expect(done.notes).toMatchObject([{ code: "undated-today", count: 1, words: expect.stringMatching(/^((?!before you import).)*keeps this date.*$/) }]);
  const repaired = (await t.call(repairImportRows, { params: { importId: done.id }, body: { rows: [{ rowNumber: 3, values: { "E-mail": "right@notes.example" } }] } }, t.revops)).body;
  expect(repaired.import).toMatchObject({ created: 2, notes: [{ code: "undated-today", count: 2 }] });
});

describe("people without a date of first contact", () => {
  const leadsOfThisMonth = async () => (await t.call(listFigureRows, { query: { figure: "leads", period: "this-month" } }, t.revops)).body.count!.value;
  const bring = (name: string, options: object) => t.bring("contacts", `E-mail,Last name\n${name}@undated.example,${name}\n`, { name, options });
  const notes = (done: { notes: { code: string; count: number }[] }) => done.notes.map(({ code, count }) => [code, count]);

  test("are leads of today only where that was chosen, and the report says so", async () => {
    const before = await leadsOfThisMonth();
    expect(notes(await bring("first", {}))).toEqual([["undated-today", 1]]);
    expect(await leadsOfThisMonth()).toBe(before + 1);
    const dated = await bring("second", { constants: [{ to: "createdAt", value: "2019-05-01" }] });
    expect(notes(dated)).toEqual([]);
    expect((await contact("second@undated"))!.createdAt).toBe("2019-04-30T22:00:00.000Z");
    const unknown = await bring("third", { undated: "unknown" });
    expect(notes(unknown)).toEqual([["undated-unknown", 1]]);
    expect(await contact("third@undated")).toMatchObject({ stage: "lead", flags: ["creation-unknown"] });
    expect(await leadsOfThisMonth()).toBe(before + 1);
  });
});

describe("faults", () => {
  const many = (from: number, count: number) => `Id,E-mail,Last name,Company\n${Array.from({ length: count }, (_, i) => `K${from + i},k${from + i}@firm${(from + i) % 40}.example,Name ${from + i},Firm ${(from + i) % 40}`).join("\n")}\n`;
  const mapped = { targets: { Id: "id", "E-mail": "contact.email", "Last name": "contact.last_name", Company: "company.name" }, options: { system: "kill" } };

  test("killed between two batches and in the middle of one, it goes on: nothing lost, nothing twice", async () => {
    const id = await t.prepare("contacts", many(0, 450), mapped);
    await t.call(runImport, { params: { importId: id }, body: {} }, t.revops);
    await t.db.query("update import set state = 'running' where id = $1", [id]);
    const dies = runBatches(t.app, id, { size: 100, afterBatch: (row) => { if (row >= 201) throw new Error("killed"); } });
    await expect(dies).rejects.toThrow("killed");
    expect((await t.db.one<{ done: number }>("select rows_done as done from import where id = $1", [id])).done).toBe(201);
    // Nobody takes over from a process that may still live; once it is silent for too long, one does, and two would not hurt.
    expect(await workImport(t.app)).toBe(false);
    t.clock.advance(60_000);
    await Promise.all([workImport(t.app), runBatches(t.app, id, { size: 100 }), runBatches(t.app, id, { size: 70 })]);
    // Rows done twice would be counted as unchanged.
    expect(await t.db.one("select state, created, updated, unchanged, refused from import where id = $1", [id])).toEqual({ state: "finished", created: 450, updated: 0, unchanged: 0, refused: 0 });
    expect((await t.db.one<{ n: number }>("select count(*) as n from contact where email like 'k%@firm%.example'")).n).toBe(450);
    expect((await t.db.one<{ n: number }>("select count(*) as n from company where domain like 'firm%.example'")).n).toBe(40);
  });

  test("a row that breaks the database by itself is refused, and its batch goes in", async () => {
    await t.asSuperuser("alter table tandem.contact add constraint planted check (last_name is distinct from 'Name 505')");
    const done = await t.bring("contacts", many(500, 12), mapped);
    expect([done.created, done.refused]).toEqual([11, 1]);
    expect((await t.refusals(done.id))[0]).toMatchObject({ code: "failed", rowNumber: 7 });
    // A transaction each, so that none holds teams while it waits for the next row's contact.
    const names = Array.from({ length: 12 }, (_, i) => `Name ${500 + i}`);
    expect((await t.db.one<{ n: number }>("select count(distinct f.xid::text) as n from fact f join contact c on c.id = f.subject_id where c.last_name = any($1)", [names])).n).toBe(11);
    await t.asSuperuser("alter table tandem.contact drop constraint planted");
  });
});
