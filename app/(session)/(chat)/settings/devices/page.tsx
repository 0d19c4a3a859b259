/** Owns /settings/devices. */
import { titled } from "@/lib/i18n/server";
import { Devices } from "./devices";

export const generateMetadata = titled("settings.devices.title");

export default function DevicesPage() {
  return <Devices />;
}
