import type { Role } from "@tandem/contract/operation";

/** What a role sees and does, in one line. */
export const roleWords: Record<Role, string> = {
  marketing: "All contacts and campaigns; what became of each lead.",
  "sales-rep": "Their own handoffs and their teams' queues and opportunities.",
  "sales-manager": "All of the teams they manage; reassigns, keeps absences and capacity.",
  revops: "Everything but private notes; definitions, routing, calendars, imports.",
  executive: "Reads everything but private notes; sets targets.",
  administrator: "Users, configuration and the audit trail.",
};
