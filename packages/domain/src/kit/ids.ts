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
