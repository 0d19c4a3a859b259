/** Owns /new/rooms/[id]: the address of an open room, for whoever was given it. */
import { titled } from "@/lib/i18n/server";
import { JoinRoom } from "./join-room";

export const generateMetadata = titled("rooms.title");

export default async function RoomPage({ params }: PageProps<"/new/rooms/[id]">) {
  const { id } = await params;
  return <JoinRoom key={id} id={id} />;
}
