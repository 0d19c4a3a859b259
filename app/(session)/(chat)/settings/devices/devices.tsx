"use client";
/** Owns binding the list of logins to the server. */
import { DevicesSection } from "@/components/settings/devices-section";
import { useNow } from "@/components/ui/use-now";
import { useLogins } from "@/lib/session/use-logins";

export function Devices() {
  return <DevicesSection logins={useLogins()} now={useNow()} />;
}
