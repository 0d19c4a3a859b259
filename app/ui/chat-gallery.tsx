"use client";
/** Owns the specimens of components/chat: the messenger in every state of a conversation. */
import { useState } from "react";
import { ChatShell } from "@/components/chat/chat-shell";
import { ConversationList } from "@/components/chat/conversation-list";
import { RecoveryReminder } from "@/components/chat/recovery-reminder";
import { RestoredNote } from "@/components/chat/restored-note";
import { Avatar } from "@/components/ui/avatar";
import { FilterChip } from "@/components/ui/chip";
import { iconButtonStyle } from "@/components/ui/icon-button";
import type { ConversationListView } from "@/lib/chat/view";
import { conversationStates as mains } from "./conversation-states";
import { crowded } from "./hard-samples";
import { noMarks, nothing } from "./idle";
import { list, me, now } from "./samples";

const lists: Readonly<Record<string, ConversationListView>> = {
  full: list,
  loading: { ...list, phase: "loading", conversations: [], connection: "connecting" },
  crowded,
  empty: { ...list, conversations: [] },
  restored: list,
  offline: { ...list, connection: "offline", queued: 2 },
};

export interface ChatGalleryProps {
  state: string | undefined;
  list: string | undefined;
  phone: "list" | "main";
  bare: boolean;
}

export function ChatGallery({ state, list: firstList, phone: firstPhone, bare }: ChatGalleryProps) {
  const [main, setMain] = useState(state ?? "ordinary");
  const [which, setWhich] = useState(firstList ?? "full");
  const [phone, setPhone] = useState(firstPhone);
  return (
    <>
      <div
        hidden={bare}
        role="group"
        aria-label="States"
        data-gallery=""
        className="flex flex-wrap gap-1 p-2 [&[hidden]]:hidden"
      >
        {Object.keys(mains).map((name) => (
          <FilterChip key={name} pressed={name === main} onClick={() => setMain(name)}>
            {name}
          </FilterChip>
        ))}
        {Object.keys(lists).map((name) => (
          <FilterChip key={name} pressed={name === which} onClick={() => setWhich(name)}>
            {`list ${name}`}
          </FilterChip>
        ))}
        <FilterChip pressed={phone === "list"} onClick={() => setPhone(phone === "list" ? "main" : "list")}>
          phone list
        </FilterChip>
      </div>
      <div id="stage">
        <ChatShell
          phoneShows={phone}
          list={
            <ConversationList
              list={lists[which] ?? list}
              selectedId={phone === "list" ? null : "1"}
              now={now}
              onReconnect={nothing}
              marking={noMarks}
              notice={which === "empty" ? <RecoveryReminder /> : which === "restored" ? <RestoredNote /> : null}
              account={
                <button type="button" className={iconButtonStyle()}>
                  <span className="sr-only">Account</span>
                  <Avatar id={me.userId} name={me.name} size="small" />
                </button>
              }
            />
          }
        >
          <div key={main} className="h-full">
            {mains[main]}
          </div>
        </ChatShell>
      </div>
    </>
  );
}
