/** Owns /new/group: making a group. */
import { titled } from "@/lib/i18n/server";
import { StartGroup } from "./start-group";

export const generateMetadata = titled("groups.new");

export default function NewGroupPage() {
  return <StartGroup />;
}
