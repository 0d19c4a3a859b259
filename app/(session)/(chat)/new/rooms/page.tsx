/** Owns /new/rooms: the open rooms that anybody can join. */
import { titled } from "@/lib/i18n/server";
import { FindRooms } from "./find-rooms";

export const generateMetadata = titled("rooms.title");

export default function RoomsPage() {
  return <FindRooms />;
}
