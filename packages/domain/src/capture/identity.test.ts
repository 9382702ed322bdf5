import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChanges, assignmentAt, decideAlias, decideIdentity, type Assignment, type IdentityClaim, type IdentityDecision } from "./identity.ts";

/** The subjects as they would be stored, to decide one event after another. */
function memory() {
  const devices = new Map<string, readonly Assignment[]>();
  const users = new Map<string, string>();
  const emails = new Map<string, string>();
  let made = 0;
  const see = (claim: Partial<IdentityClaim> & { at: number }): IdentityDecision => {
    const full = { anonymousId: null, userId: null, email: null, ...claim };
    const known = (map: Map<string, string>, contact: string) => [...map].filter(([, owner]) => owner === contact).map(([key]) => key);
    const decision = decideIdentity(full, {
      anonymous: full.anonymousId === null ? [] : (devices.get(full.anonymousId) ?? []),
      user: full.userId === null ? null : (users.get(full.userId) ?? null),
      email: full.email === null ? null : (emails.get(full.email) ?? null),
      keysOf: (contact) => ({ userIds: known(users, contact), emails: known(emails, contact) }),
    }, `c${++made}`);
    if (full.anonymousId !== null) devices.set(full.anonymousId, applyChanges(devices.get(full.anonymousId) ?? [], decision.changes));
    for (const change of decision.changes) {
      if (change.change === "open" && change.subject === "user") users.set(full.userId!, change.contact);
      if (change.change === "open" && change.subject === "email") emails.set(full.email!, change.contact);
    }
    return decision;
  };
  return { see, devices, users, emails };
}

describe("whose event it is", () => {
  it("a visitor who says who they are stays the same contact, with all they did before", () => {
    const { see, devices } = memory();
    const visitor = see({ anonymousId: "a", at: 1 });
    expect(visitor).toMatchObject({ contact: "c1", created: true, subject: "anonymous" });
    expect(see({ anonymousId: "a", email: "x@acme.com", at: 5 })).toMatchObject({ contact: "c1", created: false, subject: "email", visitorJoins: null });
    expect(see({ anonymousId: "a", userId: "u", email: "x@acme.com", at: 6 })).toMatchObject({ contact: "c1", subject: "user" });
    expect(devices.get("a")).toEqual([{ contact: "c1", from: null, to: null }]);
  });

  it("a second browser of a known person joins them, visitor history included", () => {
    const { see, devices } = memory();
    see({ userId: "u", at: 1 });
    see({ anonymousId: "b", at: 2 });
    expect(see({ anonymousId: "b", userId: "u", at: 3 })).toMatchObject({ contact: "c1", visitorJoins: "c2", changes: [{ change: "move", contact: "c1", why: "joined-device" }] });
    expect(devices.get("b")).toEqual([{ contact: "c1", from: null, to: null }]);
  });

  it("a second known person on a device ends the first one's interval and swallows nobody", () => {
    const { see, devices } = memory();
    see({ anonymousId: "a", userId: "anna", email: "anna@acme.com", at: 10 });
    const second = see({ anonymousId: "a", userId: "ben", email: "ben@acme.com", at: 20 });
    expect(second).toMatchObject({ created: true, visitorJoins: null, proposeMerge: null });
    expect(devices.get("a")).toEqual([{ contact: "c1", from: null, to: 20 }, { contact: second.contact, from: 20, to: null }]);
    expect(see({ anonymousId: "a", at: 15 }).contact).toBe("c1");
    expect(see({ anonymousId: "a", at: 25 }).contact).toBe(second.contact);
    expect(see({ anonymousId: "a", userId: "anna", at: 30 }).contact).toBe("c1");
    expect(see({ anonymousId: "a", at: 31 }).contact).toBe("c1");
    expect(see({ anonymousId: "a", email: "carl@acme.com", at: 40 }).created).toBe(true);
  });

  it("a late event of the second person splits the first one's interval where it falls", () => {
    const { see, devices } = memory();
    see({ anonymousId: "a", userId: "anna", at: 10 });
    const ben = see({ anonymousId: "a", userId: "ben", at: 30 }).contact;
    see({ anonymousId: "a", userId: "ben", at: 20 });
    expect(devices.get("a")).toEqual([{ contact: "c1", from: null, to: 20 }, { contact: ben, from: 20, to: 30 }, { contact: ben, from: 30, to: null }]);
  });

  it("two known contacts that meet in one event are proposed, not merged", () => {
    const { see } = memory();
    see({ userId: "u", at: 1 });
    see({ email: "x@acme.com", at: 2 });
    expect(see({ userId: "u", email: "x@acme.com", at: 3 })).toMatchObject({ contact: "c1", changes: [], proposeMerge: { contacts: ["c1", "c2"] } });
  });

  it("an alias opens what is new and never merges", () => {
    expect(decideAlias("c1", null, "n")).toEqual({ contact: "c1", created: false, openPrevious: false, openUser: true, proposeMerge: null });
    expect(decideAlias(null, null, "n")).toMatchObject({ contact: "n", created: true, openPrevious: true, openUser: true });
    expect(decideAlias("c1", "c2", "n")).toMatchObject({ contact: "c2", proposeMerge: { contacts: ["c1", "c2"] } });
  });

  it("keeps, whatever comes in whatever order: one contact at each time, users and e-mails never change hands", () => {
    const claim = fc.record({ anonymousId: fc.constantFrom(null, "a", "b"), userId: fc.constantFrom(null, "u", "v", "w"), email: fc.constantFrom(null, "x@a.com", "y@a.com"), at: fc.integer({ min: 0, max: 30 }) }).filter((one) => one.anonymousId !== null || one.userId !== null || one.email !== null);
    fc.assert(
      fc.property(fc.array(claim, { maxLength: 25 }), (claims) => {
        const { see, devices, users, emails } = memory();
        for (const one of claims) {
          const before = [new Map(users), new Map(emails)] as const;
          const decision = see(one);
          for (const [key, contact] of before[0]) expect(users.get(key)).toBe(contact);
          for (const [key, contact] of before[1]) expect(emails.get(key)).toBe(contact);
          if (one.userId !== null) expect(decision.contact).toBe(users.get(one.userId));
          if (one.anonymousId !== null) expect(assignmentAt(devices.get(one.anonymousId)!, one.at)?.contact).toBe(decision.contact);
          for (const list of devices.values()) {
            expect([list[0]!.from, list[list.length - 1]!.to]).toEqual([null, null]);
            list.forEach((interval, i) => i > 0 && expect(interval.from).toBe(list[i - 1]!.to));
            for (const { from, to } of list) expect(from === null || to === null || from < to).toBe(true);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
