import { enterEpisode } from "./move-stage.ts";
import type { CompanyState, ContactState } from "./states.ts";
import type { Work } from "./work.ts";

/** A contact that did not exist, as a visitor from `at` on. Written by `settle`. */
export function newContact(work: Work, at: Date, id: string = work.app.ids.next()): ContactState {
  const contact: ContactState = {
    id, survivorId: id, createdAt: at, identifiedAt: null, lastSeenAt: null, values: {}, custom: {}, fieldSource: {}, companyId: null, ownerId: null,
    stage: "visitor", stageSince: at, episodeId: null, fit: 0, grade: "D", engagement: 0, scoredOn: null, scoreChangesOn: null, isForeseen: false, agreementVersion: null,
    coolOffUntil: null, firstTouch: null, lastTouch: null, flags: [], version: 0, signals: null, members: new Set(), openHandoffId: null, isTouched: false, isBrought: false, isNew: true, isDirty: true,
  };
  enterEpisode(work, contact, "visitor", { at, cause: "first-seen" });
  work.contacts.set(id, contact);
  return contact;
}

/** A company that did not exist. Written by `settle`. */
export function newCompany(work: Work, values: { name: string; domain: string | null }): CompanyState {
  const id = work.app.ids.next();
  const company: CompanyState = {
    id, createdAt: work.at, values: { name: values.name, domain: values.domain }, custom: {}, fieldSource: {}, ownerId: null, domainFolded: values.domain,
    version: 0, isNew: true, isDirty: true,
  };
  work.companies.set(id, company);
  return company;
}
