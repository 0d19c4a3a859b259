"use client";
/** Owns a specimen that lives: older messages load, sent ones move on, and somebody answers. For trying the scrolling by hand and by test. */
import { useMemo, useState } from "react";
import { ConversationScreen } from "@/components/chat/conversation-screen";
import { useNow } from "@/components/ui/use-now";
import type { ConversationCommands, TimelineRow } from "@/lib/chat/view";
import { plainMessage } from "@/lib/chat/view-message";
import { idle } from "./idle";
import { long, me, mira, view } from "./samples";

export function LiveConversation() {
  const [from, setFrom] = useState(900);
  const [loadingOlder, setLoading] = useState(false);
  const [added, setAdded] = useState<readonly TimelineRow[]>([]);
  const commands = useMemo<ConversationCommands>(
    () => ({
      ...idle,
      loadOlder: async () => {
        setLoading(true);
        await new Promise((done) => setTimeout(done, 400));
        setFrom((before) => Math.max(0, before - 50));
        setLoading(false);
      },
      send: (words) => {
        const at = Date.now();
        const mine = {
          ...plainMessage,
          type: "message",
          key: `own-${at}`,
          at,
          author: me,
          text: words,
          failure: null,
          marks: [],
        } as const;
        setAdded((before) => [...before, { ...mine, seq: null, send: "sending" }]);
        setTimeout(() => {
          setAdded((before) => [
            ...before.map((row) =>
              row.key === mine.key ? { ...mine, seq: 2000 + before.length, send: "read" as const } : row,
            ),
            {
              ...mine,
              key: `answer-${at}`,
              seq: 2001 + before.length,
              author: mira,
              text: `“${words}”, you say?`,
              send: null,
            },
          ]);
        }, 900);
      },
    }),
    [],
  );
  const timeline = useMemo(() => [...long.slice(from), ...added], [from, added]);
  return (
    <ConversationScreen
      view={view(timeline, { hasOlder: from > 0, loadingOlder })}
      commands={commands}
      connection="live"
      now={useNow()}
    />
  );
}
