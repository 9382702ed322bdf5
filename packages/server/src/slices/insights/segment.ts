import type { Bound } from "../../platform/bound.ts";
import type { Segment } from "./report.ts";

/** The shared filter as conditions. Each begins with " and" or is empty, so that the unfiltered statement stays short. */

/** Of people: `j` is the alias of `journey`. */
export function segmentOfPeople(segment: Segment, { bind }: Bound, j = "j"): string {
  const { country, grade, channel, owner, team } = segment;
  return [
    country === undefined ? "" : ` and ${j}.country = ${bind(country)}`,
    grade === undefined ? "" : ` and ${j}.grade = ${bind(grade)}`,
    channel === undefined ? "" : ` and ${j}.channel = ${bind(channel)}`,
    owner === undefined ? "" : ` and ${j}.owner_id = ${bind(owner)}`,
    team === undefined ? "" : ` and ${j}.owner_id in (select user_id from team_member where team_id = ${bind(team)})`,
  ].join("");
}

/** Of what belongs to a contact, by its `contact_id`. */
export function segmentOfContact(segment: Segment, bound: Bound, contactId: string): string {
  const people = segmentOfPeople(segment, bound, "sj");
  return people === "" ? "" : ` and exists (select from journey sj where sj.contact_id = ${contactId}${people})`;
}

/** Of handoffs: the person by country, grade and channel; owner and team by who has or had the handoff. */
export function segmentOfHandoffs(segment: Segment, bound: Bound, h = "h"): string {
  const { owner, team, ...person } = segment;
  return [
    segmentOfContact(person, bound, `${h}.contact_id`),
    owner === undefined ? "" : ` and ${h}.assignee_id = ${bound.bind(owner)}`,
    team === undefined ? "" : ` and ${h}.team_id = ${bound.bind(team)}`,
  ].join("");
}

/** Of deals: the main contact by country, grade and channel; owner and team by the deal's own. */
export function segmentOfDeals(segment: Segment, bound: Bound, o = "o"): string {
  const { owner, team, ...person } = segment;
  const people = segmentOfPeople(person, bound, "sj");
  return [
    people === "" ? "" : ` and exists (select from opportunity_contact soc join journey sj on sj.contact_id = soc.contact_id where soc.opportunity_id = ${o}.id and soc.main${people})`,
    owner === undefined ? "" : ` and ${o}.owner_id = ${bound.bind(owner)}`,
    team === undefined ? "" : ` and ${o}.team_id = ${bound.bind(team)}`,
  ].join("");
}
