import type { SessionPort } from "../session.ts";

const place = "gallery-preferences";
/** What was chosen, kept where a server would keep it. */
const kept = () => JSON.parse(localStorage.getItem(place) ?? "{}") as object;

/** An invented person, so that the gallery stands without a server. */
export const gallerySession: SessionPort = {
  me: async () =>
    location.search.includes("door")
      ? null
      : {
          user: { id: "maya", name: "Maya Lindqvist", email: "maya@northwind.example", role: "administrator", title: "Development rep" },
          workspace: { name: "Northwind Robotics", demo: true, currency: "EUR" },
          permissions: new Set(),
          preferences: { theme: "system", density: "comfortable", keys: true, ...kept() },
          format: { locale: "en-GB", timeZone: "Europe/Berlin" },
        },
  door: async () => ({
    setup: false,
    workspace: "Northwind Robotics",
    demo: [
      { id: "1", name: "Maya Lindqvist", title: "Development rep", role: "sales-rep" },
      { id: "2", name: "Priya Raman", title: "VP Marketing", role: "marketing" },
      { id: "3", name: "Tomás Ferreira", title: "VP Sales", role: "sales-manager" },
      { id: "4", name: "Amara Kessler", title: "Chief revenue officer", role: "executive" },
    ],
  }),
  signIn: async () => {
    throw new Error("E-mail and password do not match. Nothing was changed.");
  },
  signInAs: async () => undefined,
  signOut: async () => undefined,
  keep: async (change) => localStorage.setItem(place, JSON.stringify({ ...kept(), ...change })),
};
