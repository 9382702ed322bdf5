import type { RoutingPerson, RoutingTeam } from "@tandem/domain/routing/route";
import type { RotationState } from "@tandem/domain/routing/rotation";
import type { Calendar } from "@tandem/domain/sla/business-calendar";

/** Who can take a lead at this moment, and on whose hours its clocks run. */
export interface Roster {
  readonly people: Map<string, Person>;
  readonly teams: Map<string, Team>;
  readonly teamByKey: Map<string, Team>;
  /** Whether rotations and loads are read and this command's to move on. */
  locked: boolean;
}

export interface Person extends Omit<RoutingPerson, "openHandoffs" | "weekHandoffs" | "rejectedThisLead" | "capacity"> {
  readonly name: string;
  readonly email: string;
  readonly calendar: Calendar;
  /** Zero until the roster is locked; counted up as this command assigns. */
  openHandoffs: number;
  weekHandoffs: number;
}

export interface Team extends RoutingTeam {
  readonly key: string;
  readonly name: string;
  readonly calendar: Calendar;
  readonly capacities: ReadonlyMap<string, number | null>;
  readonly managerIds: readonly string[];
  readonly receiverIds: readonly string[];
  /** Moves on as this command assigns; written back by `movedRotations`. */
  rotation: RotationState | null;
  rotated: boolean;
}
