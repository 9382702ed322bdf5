import type { FieldType } from "../criteria/criteria.ts";
import type { FieldDefinition } from "../people/fields.ts";
import type { ImportKind, ImportMapping } from "./mapping.ts";

/** Where a column may go. `any` stands behind a point for names of the company's own: `property.plan`. */
export interface ImportTarget {
  readonly key: string;
  readonly name: string;
  readonly group: string;
  readonly type: FieldType | "moment" | "key";
  /** Header names by which it is recognised: folded, letters and digits only. */
  readonly known: readonly string[];
}

const t = (key: string, name: string, group: string, type: ImportTarget["type"], known: string): ImportTarget => ({ key, name, group, type, known: known.split(" ") });

/** Headers of an id, in English and German: "Lead ID", "Lead-Nr.", "Kundennummer". */
const numbered = (things: string): string => things.split(" ").flatMap((thing) => ["id", "nr", "no", "nummer", "number"].map((word) => thing + word)).join(" ");
/** What a file is about is numbered without a word for it, too. */
const record = "id recordid externalid externeid datensatzid crmid";
/** Files of people and of their deals name people alike. A "contact number" is a phone's as often. */
const people = `contactid contactnr kontaktid kontaktnr ${numbered("lead mql person prospect interessent interessenten customer kunde kunden")}`;

const contactKeys = [
  t("id", "Id of the contact", "Keys", "key", `${record} ${people}`),
  t("userId", "User id on your site", "Keys", "key", "userid uid benutzerid"),
];
const contactFacts = [
  t("createdAt", "First contact on", "Dates", "moment", "createdat created createdate createdon creationdate firstcontactdate firstcontact erstelltam erstellt angelegtam erstkontakt anlagedatum dateadded signupdate"),
  t("owner", "Owner (e-mail or name)", "Keys", "text", "owner owneremail contactowner leadowner assignedto besitzer betreuer zustandig"),
  t("fullName", "Full name", "Contact", "text", "fullname name contactname leadname vollername ansprechpartner kontakt"),
];
const companyKeys = [t("company.id", "Id of the company", "Company", "key", numbered("company account organisation organization firma firmen unternehmen unternehmens konto"))];
const dealKeys = [
  t("id", "Id of the deal", "Keys", "key", `${record} sellerid ${numbered("deal opportunity chance verkaufschance auftrag auftrags angebot angebots order quote")}`),
  t("contact.id", "Id of the contact", "Contact", "key", `primarycontactid ${people}`),
  t("name", "Name of the deal", "Deal", "text", "name dealname opportunityname title bezeichnung titel"),
  t("amount", "Amount", "Deal", "money", "amount dealamount value dealvalue revenue betrag wert auftragswert umsatz volumen"),
  t("currency", "Currency", "Deal", "text", "currency currencycode dealcurrency wahrung"),
  t("state", "State (open, won, lost)", "Deal", "text", "state status dealstatus outcome ergebnis isclosed"),
  t("stage", "Pipeline stage", "Deal", "text", "stage dealstage pipelinestage phase"),
  t("createdAt", "Opened on", "Dates", "moment", "createdat created createdate createdon creationdate opened openedat erstelltam erstellt angelegtam anlagedatum"),
  t("closedAt", "Won or lost on", "Dates", "moment", "closedat closed closedate closedon wondate wonat lostdate abgeschlossenam abschlussdatum gewonnenam closingdate"),
  t("closeOn", "Expected close day", "Dates", "date", "expectedclosedate expectedclose forecastdate erwarteterabschluss"),
  t("owner", "Owner (e-mail or name)", "Keys", "text", "owner owneremail dealowner opportunityowner salesrep besitzer vertriebler verkaufer"),
  t("reason", "Reason", "Deal", "text", "reason closedreason lostreason wonreason grund verlustgrund closereason"),
  t("competitor", "Competitor", "Deal", "text", "competitor wettbewerber mitbewerber konkurrent"),
  t("source", "Source", "Deal", "text", "dealsource opportunitysource"),
];
const spendTargets = [
  t("campaign", "Campaign", "Spend", "text", "campaign campaignname utmcampaign kampagne kampagnenname"),
  t("day", "Day", "Spend", "date", "day date reportingstarts tag datum spenddate"),
  t("amount", "Amount spent", "Spend", "money", "amount spend cost costs amountspent kosten betrag ausgaben amountspenteur amountspentusd"),
  t("currency", "Currency", "Spend", "text", "currency currencycode wahrung"),
  t("note", "Note (tells entries of one day apart)", "Spend", "text", "note adgroup adset adname adsetname anzeigengruppe notiz"),
  t("channel", "Channel of a new campaign", "Spend", "text", "channel kanal medium"),
];
const eventTargets = [
  t("email", "E-mail", "Who", "key", "email emailaddress mail epost emailadresse"),
  t("userId", "User id on your site", "Who", "key", "userid uid benutzerid"),
  t("anonymousId", "Anonymous id", "Who", "key", "anonymousid anonymid visitorid clientid deviceid"),
  t("name", "Name of the event or page", "What", "text", "event eventname name action activity ereignis aktion"),
  t("type", "Type (track, page, identify …)", "What", "text", "type eventtype typ"),
  t("at", "When", "What", "moment", "timestamp time at date datetime occurredat receivedat originaltimestamp zeit zeitpunkt datum createdat"),
  t("messageId", "Id of the event", "What", "key", "messageid eventid id"),
  t("url", "Address of the page", "Page", "text", "url pageurl page path link"),
  t("referrer", "Referrer", "Page", "text", "referrer referer"),
  t("utm.source", "utm_source", "Campaign", "text", "utmsource"),
  t("utm.medium", "utm_medium", "Campaign", "text", "utmmedium"),
  t("utm.campaign", "utm_campaign", "Campaign", "text", "utmcampaign"),
  t("utm.term", "utm_term", "Campaign", "text", "utmterm"),
  t("utm.content", "utm_content", "Campaign", "text", "utmcontent"),
];

const fieldNames: Readonly<Record<string, string>> = {
  "contact.email": "email emailaddress mail epost emailadresse contactemail workemail businessemail leademail",
  "contact.first_name": "firstname givenname vorname forename",
  "contact.last_name": "lastname surname familyname nachname familienname",
  "contact.title": "title jobtitle position role funktion stelle berufsbezeichnung",
  "contact.phone": "phone phonenumber telephone mobile mobilephone telefon telefonnummer handy tel",
  "contact.country": "country countrycode land staat",
  "contact.city": "city town stadt ort",
  "contact.language": "language locale sprache",
  "contact.source": "source leadsource origin originalsource herkunft quelle leadorigin",
  "contact.seniority": "seniority senioritylevel",
  "contact.job_function": "jobfunction department abteilung",
  "company.name": "company companyname organisation organization account accountname firma unternehmen firmenname",
  "company.domain": "domain website companydomain companywebsite webseite homepage",
  "company.industry": "industry branche sector",
  "company.employees": "employees employeecount numberofemployees companysize headcount mitarbeiter mitarbeiterzahl",
  "company.annual_revenue": "annualrevenue companyrevenue jahresumsatz",
  "company.country": "companycountry",
  "company.city": "companycity",
};

/** Every place a column of this kind of file may go, the fields a company made itself among them. */
export function targetsOf(kind: ImportKind, fields: readonly FieldDefinition[]): ImportTarget[] {
  const fieldsOf = (entity: "contact" | "company", except: readonly string[] = []): ImportTarget[] =>
    fields
      .filter((field) => field.entity === entity && field.key !== "email_kind" && !except.includes(field.key))
      .map((field) => {
        const key = `${entity}.${field.custom ? "custom." : ""}${field.key}`;
        const known = fieldNames[key]?.split(" ") ?? [headerKey(field.name), headerKey(field.key)];
        // In a file of companies a plain "Country" is the company's.
        return { key, name: field.name, group: entity === "contact" ? "Contact" : "Company", type: field.type, known: kind === "companies" ? [...known, ...(fieldNames[`contact.${field.key}`]?.split(" ") ?? [])] : known };
      });
  switch (kind) {
    case "contacts":
      return [...contactKeys, ...fieldsOf("contact"), ...contactFacts, ...fieldsOf("company"), ...companyKeys];
    case "companies":
      return [t("company.id", "Id of the company", "Keys", "key", `${record} ${companyKeys[0]!.known.join(" ")} ${numbered("customer kunde kunden")}`), ...fieldsOf("company").map((f) => (f.key === "company.name" ? { ...f, known: [...f.known, "name"] } : f)), t("owner", "Owner (e-mail or name)", "Keys", "text", "owner owneremail companyowner accountowner besitzer betreuer"), t("createdAt", "Created on", "Dates", "moment", contactFacts[0]!.known.join(" "))];
    case "opportunities":
      return [...dealKeys, ...fieldsOf("contact"), ...fieldsOf("company"), ...companyKeys];
    case "spend":
      return spendTargets;
    case "events":
      return eventTargets;
  }
}

/** A header as it is compared: letters and digits, without accents and case. */
export function headerKey(header: string): string {
  return header.normalize("NFD").replaceAll(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}

/** Targets with a name of the file's own behind the point. */
const openTargets: Readonly<Record<ImportKind, RegExp | null>> = {
  contacts: null,
  companies: null,
  opportunities: /^deal\.custom\.[a-z][a-z0-9_]{0,62}$/,
  spend: null,
  events: /^property\.[A-Za-z0-9_$ -]{1,80}$/,
};
const newFieldTarget: Readonly<Record<ImportKind, RegExp | null>> = {
  contacts: /^(contact|company)\.custom\.[a-z][a-z0-9_]{0,62}$/,
  companies: /^company\.custom\.[a-z][a-z0-9_]{0,62}$/,
  opportunities: /^(contact|company)\.custom\.[a-z][a-z0-9_]{0,62}$/,
  spend: null,
  events: null,
};

const needed: Readonly<Record<ImportKind, readonly (readonly string[])[]>> = {
  contacts: [["id", "contact.email", "userId"]],
  companies: [["company.id", "company.domain", "company.name"]],
  opportunities: [["id"], ["contact.id", "contact.email", "company.id", "company.domain", "company.name"]],
  spend: [["campaign"], ["day"], ["amount"]],
  events: [["email", "userId", "anonymousId"], ["at"], ["name", "type"]],
};

/** What is wrong with a mapping, as sentences; none when it can run. */
export function checkMapping(kind: ImportKind, mapping: ImportMapping, fields: readonly FieldDefinition[]): string[] {
  const wrong: string[] = [];
  const known = new Map(targetsOf(kind, fields).map((target) => [target.key, target.name]));
  const used = new Map<string, string>();
  for (const { column, to, newField } of mapping.columns) {
    if (to === null) continue;
    const before = used.get(to);
    if (before !== undefined) wrong.push(`“${before}” and “${column}” both go to ${known.get(to) ?? to}. Leave one of them out.`);
    used.set(to, column);
    if (!known.has(to) && !openTargets[kind]?.test(to) && !(newField && newFieldTarget[kind]?.test(to))) wrong.push(`“${column}” goes to ${to}, which does not exist. Choose a field, or make a new one.`);
  }
  for (const { to } of mapping.options.constants) {
    if (!known.has(to) && !openTargets[kind]?.test(to)) wrong.push(`There is no ${to} to which a fixed value could go.`);
    used.set(to, "");
  }
  for (const choices of needed[kind]) {
    if (!choices.some((key) => used.has(key))) wrong.push(`Rows need ${choices.length > 1 ? "at least one of: " : ""}${choices.map((key) => known.get(key) ?? key).join(", ")}. Choose a column for it.`);
  }
  return wrong;
}
