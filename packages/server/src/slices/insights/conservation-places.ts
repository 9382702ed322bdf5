/** Where a lead that came in can be, and who answers for it there. Each MQL episode is in exactly one of these. */
export const conservationPlaces = [
  { key: "queue", name: "In a queue", side: "sales" },
  { key: "open", name: "With an owner, waiting", side: "sales" },
  { key: "accepted", name: "Accepted, in work", side: "sales" },
  { key: "qualified", name: "Qualified", side: "sales" },
  { key: "rejected-nurture", name: "Rejected to nurture", side: "marketing" },
  { key: "rejected-unqualified", name: "Rejected as unqualified", side: "nobody" },
  { key: "merged", name: "Merged into another handoff", side: "nobody" },
  { key: "withdrawn", name: "Withdrawn", side: "nobody" },
  { key: "already", name: "Joined a handoff already open", side: "sales" },
  { key: "history", name: "Imported history, never handed over", side: "nobody" },
  { key: "nowhere", name: "Not accounted for", side: "nobody" },
] as const;

/** The key of the place of passage `p`: by what became of its handoff, else by one that was open then, else its history. */
export const conservationPlace = `coalesce(
  (select case when ph.state = 'open' and ph.assignee_id is null then 'queue' else ph.state end from handoff ph where ph.episode_id = p.episode_id order by ph.opened_at desc limit 1),
  case when p.history then 'history'
    when exists (select from handoff ph where ph.contact_id = p.contact_id and ph.opened_at <= p.entered_at and (ph.closed_at is null or ph.closed_at >= p.entered_at)) then 'already'
    else 'nowhere' end)`;
