/**
 * Ids by the thing they name. They are strings on the wire and in the database; the mark below exists for the
 * compiler only and stops a team's id from being passed where a user's is meant. The mark is optional, so a plain
 * string from a row or a request fits without a cast.
 */
declare const names: unique symbol;

/** A string id of one kind of thing. */
export type Id<Kind extends string> = string & { readonly [names]?: Kind };

export type UserId = Id<"user">;
export type TeamId = Id<"team">;
export type ContactId = Id<"contact">;
export type CompanyId = Id<"company">;
export type SubjectId = Id<"subject">;
export type HandoffId = Id<"handoff">;
export type ClockId = Id<"clock">;
export type OpportunityId = Id<"opportunity">;
export type CampaignId = Id<"campaign">;
export type AssetId = Id<"asset">;
export type AgreementVersionId = Id<"agreement-version">;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether `text` is written as a lower-case UUID, the form of every id this product makes. */
export const isUuid = (text: string): boolean => UUID.test(text);
