/** Owns /new/room: making an open room. */
import { titled } from "@/lib/i18n/server";
import { StartRoom } from "./start-room";

export const generateMetadata = titled("rooms.make");

export default function NewRoomPage() {
  return <StartRoom />;
}
