import { changePreferences, readMe, type Me } from "@tandem/contract/access/me";
import { readSetup } from "@tandem/contract/access/setup";
import { demoSignIn, listDemoSignIns, signIn, signOut } from "@tandem/contract/access/sign-in";
import { call, isProblem } from "./api.ts";
import { invalidate } from "./query.ts";
import { roleNames, type Session, type SessionPort } from "./session.ts";

/** Signing in by the slice `access` of the server. */
export const accessPort: SessionPort = {
  async me() {
    try {
      return sessionFrom(await call(readMe));
    } catch (error) {
      if (isProblem(error) && error.status === 401) return null;
      throw error;
    }
  },
  async door() {
    const setup = await call(readSetup);
    const demo = setup.demo ? await call(listDemoSignIns) : { rows: [] };
    return {
      setup: setup.needed,
      workspace: setup.workspaceName ?? undefined,
      demo: demo.rows.map(({ userId, name, role, jobTitle }) => ({ id: userId, name, role, title: jobTitle ?? roleNames[role] })),
    };
  },
  async signIn(email, password) {
    await call(signIn, { body: { email, password } });
  },
  async signInAs(userId) {
    await call(demoSignIn, { body: { userId } });
  },
  async signOut() {
    await call(signOut);
  },
  async keep(body) {
    await call(changePreferences, { body });
    await invalidate([readMe.name]);
  },
};

function sessionFrom({ user, workspace, agreement, permissions, preferences }: Me): Session {
  return {
    user: { id: user.id, name: user.name, email: user.email, role: user.role, title: user.jobTitle ?? roleNames[user.role] },
    workspace: { name: workspace.name, demo: workspace.demo, currency: agreement.currency },
    // A person's own zone would be better where they travel; the company's is what the agreement counts in.
    format: { locale: knownLocale(preferences.locale, ...navigator.languages, navigator.language), timeZone: agreement.timeZone },
    permissions: new Set(permissions),
    preferences,
  };
}

/** The first locale the formats understand: browsers under a POSIX locale call themselves "en-US@posix", which they refuse themselves. */
function knownLocale(...wanted: readonly (string | null)[]): string {
  for (const locale of wanted) {
    const tag = locale?.split(/[@.]/)[0];
    try {
      if (tag && Intl.getCanonicalLocales(tag).length > 0) return tag;
    } catch {
      // Not a language tag; the next one may be.
    }
  }
  return "en-GB";
}
