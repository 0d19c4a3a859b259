"use client";
/** Owns what a message shows besides text: polls, invitations, status updates, calls. */
import type { MessageRow } from "@/lib/chat/view-message";
import { CallCard } from "./call-card";
import { InviteCard } from "./invite-card";
import { PollCard } from "./poll-card";
import { StatusCard } from "./status-card";

export function MessageCard({ row, own }: { row: MessageRow; own: boolean }) {
  const { content } = row;
  switch (content.kind) {
    case "text":
      return null;
    case "poll":
      return <PollCard row={row} poll={content} own={own} />;
    case "invite":
      return <InviteCard row={row} invite={content} own={own} />;
    case "call":
      return <CallCard row={row} call={content} own={own} />;
    case "status":
      return <StatusCard row={row} status={content} />;
  }
}
