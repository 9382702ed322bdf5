import { z } from "zod";
import { roles, type RefusalKind } from "../operation.ts";

/** The shapes every operation of access shares. */

export const id = z.uuid();
export const instant = z.iso.datetime();
export const personName = z.string().trim().min(1).max(120);
/** Checked for shape only; whether mail arrives there is found out by sending it. */
export const email = z.string().trim().min(3).max(254).regex(/^[^\s@]+@[^\s@]+$/u, "an e-mail address");
/** NIST SP 800-63B: length is what counts; no rules of composition. Capped, because hashing costs by length. */
export const newPassword = z.string().min(10, "at least 10 characters").max(200);
export const givenPassword = z.string().max(200);
export const role = z.enum(roles);
export const side = z.enum(["marketing", "sales"]);

export const notFound: RefusalKind = { code: "not-found", status: 404, title: "There is no such record, or you may not see it." };
export const changedMeanwhile: RefusalKind = { code: "changed-meanwhile", status: 409, title: "Someone changed this meanwhile. Your edits are not saved; look at what is there now and save again." };
export const passwordNeeded: RefusalKind = { code: "sign-in-needed-for-this", status: 403, title: "An API key may not do this. Sign in with your password instead." };
