/** The demo company's people, teams, customers and names. All invented. */

export const workspaceName = "Northwind Robotics";

export interface CastMember {
  readonly key: string;
  readonly name: string;
  readonly role: "marketing" | "sales-rep" | "sales-manager" | "revops" | "executive" | "administrator";
  readonly jobTitle: string;
  readonly timeZone: string;
  readonly country: string;
  readonly team: string | null;
  readonly manages?: readonly string[];
  readonly weight?: number;
  readonly capacity?: number;
  readonly signsFor?: "marketing" | "sales";
  /** Business minutes to the first attempt (median): people differ. */
  readonly paceMinutes?: number;
  /** Share of qualified leads this person turns into won deals, against the others. */
  readonly skill?: number;
}

export const teams = [
  { key: "dach", name: "DACH", side: "sales", timeZone: "Europe/Berlin", country: "DE", countries: ["DE", "AT", "CH"] },
  { key: "uk-nordics", name: "UK and Nordics", side: "sales", timeZone: "Europe/London", country: "GB", countries: ["GB", "IE", "SE", "NO", "DK", "FI", "NL", "BE"] },
  { key: "americas", name: "Americas", side: "sales", timeZone: "America/New_York", country: "US", countries: ["US", "CA", "MX", "BR"] },
  { key: "marketing", name: "Marketing", side: "marketing", timeZone: "Europe/Berlin", country: "DE", countries: [] },
] as const;

export const people: readonly CastMember[] = [
  { key: "maya", name: "Maya Lindqvist", role: "sales-rep", jobTitle: "Development rep", timeZone: "Europe/Berlin", country: "DE", team: "dach", weight: 3, capacity: 14, paceMinutes: 22, skill: 1.15 },
  { key: "deniz", name: "Deniz Kaya", role: "sales-rep", jobTitle: "Account executive", timeZone: "Europe/Berlin", country: "DE", team: "dach", weight: 2, capacity: 12, paceMinutes: 35, skill: 1.25 },
  { key: "oskar", name: "Oskar Brandt", role: "sales-rep", jobTitle: "Account executive", timeZone: "Europe/London", country: "GB", team: "uk-nordics", weight: 2, capacity: 12, paceMinutes: 70, skill: 0.85 },
  { key: "ines", name: "Ines Calder", role: "sales-rep", jobTitle: "Development rep", timeZone: "Europe/London", country: "GB", team: "uk-nordics", weight: 2, capacity: 14, paceMinutes: 28, skill: 1.05 },
  { key: "ruth", name: "Ruth Amsel", role: "sales-rep", jobTitle: "Account executive", timeZone: "America/New_York", country: "US", team: "americas", weight: 2, capacity: 14, paceMinutes: 40, skill: 1 },
  { key: "cole", name: "Cole Whitaker", role: "sales-rep", jobTitle: "Development rep", timeZone: "America/New_York", country: "US", team: "americas", weight: 1, capacity: 10, paceMinutes: 55, skill: 0.9 },
  { key: "tomas", name: "Tomás Ferreira", role: "sales-manager", jobTitle: "VP Sales", timeZone: "Europe/Berlin", country: "DE", team: null, manages: ["dach", "uk-nordics"], signsFor: "sales" },
  { key: "harriet", name: "Harriet Boone", role: "sales-manager", jobTitle: "Sales manager, Americas", timeZone: "America/New_York", country: "US", team: null, manages: ["americas"] },
  { key: "priya", name: "Priya Raman", role: "marketing", jobTitle: "VP Marketing", timeZone: "Europe/Berlin", country: "DE", team: "marketing", manages: ["marketing"], signsFor: "marketing" },
  { key: "noor", name: "Noor Haddad", role: "marketing", jobTitle: "Demand generation", timeZone: "Europe/Berlin", country: "DE", team: "marketing" },
  { key: "jonas", name: "Jonas Adler", role: "revops", jobTitle: "Revenue operations", timeZone: "Europe/Berlin", country: "DE", team: null },
  { key: "amara", name: "Amara Kessler", role: "executive", jobTitle: "Chief revenue officer", timeZone: "Europe/Berlin", country: "DE", team: null },
  { key: "admin", name: "Lea Sommer", role: "administrator", jobTitle: "Systems", timeZone: "Europe/Berlin", country: "DE", team: null },
];

export const firstNames = [
  "Elena", "Rafael", "Sunniva", "Marco", "Hanna", "Yusuf", "Peter", "Claire", "Aiko", "Greta", "Owen", "Ilse", "Bram", "Mila", "Jan", "Sofia", "Lukas", "Ana", "Tariq", "Nadia", "Emil", "Freya", "Hugo",
  "Ingrid", "Joaquin", "Katya", "Leon", "Marta", "Nils", "Olga", "Paula", "Quentin", "Rosa", "Stefan", "Tessa", "Ulrich", "Vera", "Wim", "Xenia", "Yara", "Zoltan", "Amir", "Beatriz", "Carl", "Dora",
  "Erik", "Fatima", "Gustav", "Helene", "Ivo", "Jasmin", "Karim", "Lotte", "Matteo", "Nora", "Otto", "Petra", "Rahel", "Samir", "Thea",
] as const;
export const lastNames = [
  "Ostrowski", "Aas", "Bellandi", "Weiss", "Demirel", "Novak", "Dumont", "Tanaka", "Holm", "Marsh", "Vandermeer", "Claes", "Roth", "Sorg", "Petersen", "Moreau", "Lindholm", "Keller", "Okafor", "Varga",
  "Brandvold", "Castell", "Drexler", "Eklund", "Fontana", "Grau", "Hartwig", "Ivanova", "Jansen", "Kowalski", "Lehmann", "Maurer", "Nyström", "Oduya", "Pichler", "Quist", "Rinaldi", "Sandoval", "Thorne",
  "Ulven", "Voss", "Wexler", "Yildiz", "Zeller", "Abbott", "Bergmann", "Corso", "Dahl", "Engel", "Fischbach", "Gruber", "Hale", "Imhof", "Jorgensen", "Kessel", "Lorenz", "Montag", "Nagel", "Osterholt", "Prinz",
] as const;

const heads = ["Halvorsen", "Brackwater", "Kaldvik", "Orbenta", "Quillmark", "Ferrowick", "Dolmen", "Verrier", "Senbon", "Lindqvist", "Saltmere", "Tessaline", "Arkwold", "Bellhaven", "Cindermoor", "Duskford", "Eastmarch", "Fennimore", "Garrick", "Hollowell", "Ironvale", "Jadewater", "Kestrel", "Larkspur", "Marrow", "Northgate", "Oakhurst", "Pinefell", "Quarrybank", "Ravenswood", "Silverlake", "Thornbury", "Umberfield", "Vantage", "Westbrook", "Yarrow", "Zephyr", "Amberline", "Bluestone", "Corvane", "Drayton", "Elmsworth"] as const;
const tails = [["Foods", "Food production"], ["Cold Storage", "Logistics"], ["Packaging", "Manufacturing"], ["Retail", "Retail"], ["Metal", "Manufacturing"], ["Parts", "Manufacturing"], ["Pharma", "Pharmaceuticals"], ["Tools", "Manufacturing"], ["Paper", "Manufacturing"], ["Logistics", "Logistics"], ["Systems", "Technology"], ["Freight", "Logistics"], ["Software", "Technology"], ["Motors", "Manufacturing"], ["Textiles", "Manufacturing"], ["Health", "Healthcare"], ["Energy", "Energy"], ["Chemicals", "Chemicals"]] as const;
export const cities: Readonly<Record<string, readonly string[]>> = { DE: ["Duisburg", "Leipzig", "Mannheim", "Bremen"], AT: ["Linz", "Graz"], CH: ["Basel", "Winterthur"], GB: ["Leeds", "Coventry", "Bristol"], IE: ["Cork"], SE: ["Malmö"], NO: ["Bergen"], DK: ["Aarhus"], FI: ["Tampere"], NL: ["Tilburg", "Venlo"], BE: ["Ghent"], US: ["Columbus", "Memphis", "Reno"], CA: ["Hamilton"], MX: ["Monterrey"], BR: ["Curitiba"], FR: ["Lille"], IN: ["Pune"], PL: ["Łódź"] };
export const zoneOf: Readonly<Record<string, string>> = { US: "America/New_York", CA: "America/New_York", MX: "America/Mexico_City", BR: "America/Sao_Paulo", GB: "Europe/London", IE: "Europe/London", IN: "Asia/Kolkata" };

/** The company of a number: always the same one. */
export function companyOf(index: number): { name: string; domain: string; industry: string } {
  const head = heads[index % heads.length]!;
  const [tail, industry] = tails[Math.floor(index / heads.length) % tails.length]!;
  const again = Math.floor(index / (heads.length * tails.length));
  const name = `${head} ${tail}${again === 0 ? "" : ` ${["North", "South", "West", "East"][(again - 1) % 4]}`}`;
  // Domains under .example belong to nobody.
  return { name, domain: `${name.toLowerCase().replace(/[^a-z]+/g, "-")}.example`, industry };
}
