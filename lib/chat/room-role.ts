/** Owns which role a number means in an open room. */
import type { RoomRole } from "./view-rooms";

export function roomRole(role: number | null): RoomRole {
  return role === 3 ? "owner" : role === 2 ? "admin" : "member";
}
