"use client";
/** Owns what a message shows besides text: polls, invitations, status updates, and the card of a link. */
import type { MessageRow } from "@/lib/chat/view-message";
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
    case "status":
      return <StatusCard row={row} status={content} />;
  }
}
