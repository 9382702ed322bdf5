import type { Bound } from "../../platform/bound.ts";
import type { Segment } from "./report.ts";

/** The shared filter as conditions. Each begins with " and" or is empty, so that the unfiltered statement stays short. */

/** Of people: `j` is the alias of `journey`. The version is the one under which they became a lead. */
export function segmentOfPeople(segment: Segment, { bind }: Bound, j = "j"): string {
  const { country, grade, channel, owner, team, agreementVersion } = segment;
  return [
    country === undefined ? "" : ` and ${j}.country = ${bind(country)}`,
    grade === undefined ? "" : ` and ${j}.grade = ${bind(grade)}`,
    channel === undefined ? "" : ` and ${j}.channel = ${bind(channel)}`,
    owner === undefined ? "" : ` and ${j}.owner_id = ${bind(owner)}`,
    team === undefined ? "" : ` and ${j}.owner_id in (select user_id from team_member where team_id = ${bind(team)})`,
    agreementVersion === undefined ? "" : ` and exists (select from episode se where se.contact_id = ${j}.contact_id and se.stage = 'lead' and se.agreement_version = ${bind(agreementVersion)})`,
  ].join("");
}

/** Of what a version made, by the column that names it. */
export function segmentOfVersion({ agreementVersion }: Segment, { bind }: Bound, column: string): string {
  return agreementVersion === undefined ? "" : ` and ${column} = ${bind(agreementVersion)}`;
}

/** Of what belongs to a contact, by its `contact_id`; it knows its own version (`segmentOfVersion`). */
export function segmentOfContact({ agreementVersion: _, ...person }: Segment, bound: Bound, contactId: string): string {
  const people = segmentOfPeople(person, bound, "sj");
  return people === "" ? "" : ` and exists (select from journey sj where sj.contact_id = ${contactId}${people})`;
}

/** Of handoffs: the person by country, grade and channel; owner and team by who has or had the handoff. */
export function segmentOfHandoffs(segment: Segment, bound: Bound, h = "h"): string {
  const { owner, team, ...person } = segment;
  return [
    segmentOfContact(person, bound, `${h}.contact_id`),
    segmentOfVersion(segment, bound, `${h}.agreement_version`),
    owner === undefined ? "" : ` and ${h}.assignee_id = ${bound.bind(owner)}`,
    team === undefined ? "" : ` and ${h}.team_id = ${bound.bind(team)}`,
  ].join("");
}

/** Of deals: the version of the handoff they came of; the main contact by country, grade and channel; owner and team by the deal's own. */
export function segmentOfDeals(segment: Segment, bound: Bound, o = "o"): string {
  const { owner, team, agreementVersion, ...person } = segment;
  const people = segmentOfPeople(person, bound, "sj");
  return [
    agreementVersion === undefined ? "" : ` and exists (select from handoff sh where sh.id = ${o}.handoff_id and sh.agreement_version = ${bound.bind(agreementVersion)})`,
    people === "" ? "" : ` and exists (select from opportunity_contact soc join journey sj on sj.contact_id = soc.contact_id where soc.opportunity_id = ${o}.id and soc.main${people})`,
    owner === undefined ? "" : ` and ${o}.owner_id = ${bound.bind(owner)}`,
    team === undefined ? "" : ` and ${o}.team_id = ${bound.bind(team)}`,
  ].join("");
}
