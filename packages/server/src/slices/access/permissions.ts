import type { Operation, Role } from "@tandem/contract/operation";
import type { Slice } from "../../platform/slice.ts";

let operations: readonly Operation[] = [];

/** Told once by whoever composes the slices, because no slice knows all the others. */
export function knowOperations(slices: readonly Slice[]): void {
  operations = slices.flatMap((slice) => (slice.routes ?? []).map((route) => route.operation));
}

/** Names of all operations a signed-in person of this role may call. */
export function permissionsOf(role: Role): string[] {
  return operations.filter(({ who }) => who === "anyone" || who === "signed-in" || who.includes(role)).map(({ name }) => name);
}
