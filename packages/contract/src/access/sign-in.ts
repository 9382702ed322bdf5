import { z } from "zod";
import { operation, type RefusalKind } from "../operation.ts";
import { givenPassword, id, newPassword, role } from "./words.ts";

export const wrongCredentials: RefusalKind = { code: "wrong-credentials", status: 401, title: "E-mail and password do not belong together. Check both, or ask an administrator for a new password." };
export const tooManyAttempts: RefusalKind = { code: "too-many-attempts", status: 429, title: "Too many sign-ins failed. Wait a quarter of an hour, then try again." };
export const signInBusy: RefusalKind = { code: "sign-in-busy", status: 503, title: "Too many people sign in at this moment. Try again in a few seconds." };
export const invitationOver: RefusalKind = { code: "invitation-over", status: 410, title: "This link was used already or is too old. Ask an administrator for a new one." };
export const notADemo: RefusalKind = { code: "not-a-demo", status: 404, title: "This workspace is no demo. Sign in with e-mail and password." };

const signedIn = z.object({ userId: id });

export const signIn = operation({
  name: "access.sign-in",
  method: "POST",
  path: "/access/sign-in",
  summary: "Signs a person in: sets the session cookie.",
  who: "anyone",
  body: z.strictObject({ email: z.string().max(254), password: givenPassword }),
  response: signedIn,
  refusals: [wrongCredentials, tooManyAttempts, signInBusy],
});

export const signOut = operation({
  name: "access.sign-out",
  method: "POST",
  path: "/access/sign-out",
  summary: "Ends this session.",
  who: "signed-in",
});

export const signOutEverywhere = operation({
  name: "access.sign-out-everywhere",
  method: "POST",
  path: "/access/sign-out-everywhere",
  summary: "Ends every session of the person, this one included.",
  who: "signed-in",
  response: z.object({ ended: z.number().int() }),
});

export const listDemoSignIns = operation({
  name: "access.list-demo-sign-ins",
  method: "GET",
  path: "/access/demo-sign-ins",
  summary: "One person of every role, to look at the demo through their eyes; empty where the workspace is no demo.",
  who: "anyone",
  response: z.object({ rows: z.array(z.object({ userId: id, name: z.string(), email: z.string(), role, jobTitle: z.string().nullable() })) }),
});

export const demoSignIn = operation({
  name: "access.demo-sign-in",
  method: "POST",
  path: "/access/demo-sign-in",
  summary: "Signs in as a person of the demo, without a password. Refused where the workspace is no demo.",
  who: "anyone",
  body: z.strictObject({ userId: id }),
  response: signedIn,
  refusals: [notADemo],
});

const token = z.string().min(20).max(100);

export const readInvitation = operation({
  name: "access.read-invitation",
  method: "POST",
  path: "/access/invitations/read",
  summary: "Whom a one-time link is for. The token travels in the body, so that no log of addresses keeps it.",
  who: "anyone",
  body: z.strictObject({ token }),
  response: z.object({ name: z.string(), email: z.string(), workspaceName: z.string(), purpose: z.enum(["invitation", "password-reset"]) }),
  refusals: [invitationOver],
});

export const acceptInvitation = operation({
  name: "access.accept-invitation",
  method: "POST",
  path: "/access/invitations/accept",
  summary: "Sets the password a one-time link allows, once, and signs the person in.",
  who: "anyone",
  body: z.strictObject({ token, password: newPassword }),
  response: signedIn,
  refusals: [invitationOver, signInBusy],
});
