import "server-only";
import type { Permission } from "@/lib/permissions";

/** How a door says who may pass; the doors test reads it from every action, loader and route. */
export const definition = Symbol.for("stillpoint.door");

export type DoorDefinition =
  | { kind: "action" | "loader" | "route" | "stream"; permission: Permission }
  | { kind: "public"; reason: string };

export type Door = { readonly [definition]: DoorDefinition };

export const asDoor = <F extends (...args: never[]) => unknown>(handler: F, door: DoorDefinition): F & Door =>
  Object.assign(handler, { [definition]: door });

/** A door for everybody, with the reason why it has to be one. */
export const definePublic = <F extends (...args: never[]) => unknown>(reason: string, handler: F): F & Door =>
  asDoor(handler, { kind: "public", reason });
