"use client";
/** Owns one person in a list: picture, name, handle, how sure we are of them, and what stands beside. */
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Handle } from "@/components/ui/handle";
import { OneLine } from "@/components/ui/one-line";
import type { PersonView } from "@/lib/chat/view";
import { AutomatedMark } from "./automated-mark";
import { OnlineDot, StatusLine } from "./presence";
import { TrustMark } from "./trust-mark";

export function PersonLine({ person, beside }: { person: PersonView; beside?: ReactNode }) {
  return (
    <>
      <span className="relative shrink-0">
        <Avatar id={person.userId} name={person.name} />
        {person.me ? null : <OnlineDot userId={person.userId} className="-end-0.5 -bottom-0.5" />}
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <OneLine className="font-medium">{person.name}</OneLine>
          <AutomatedMark person={person} />
          {beside}
        </span>
        <StatusLine userId={person.userId} />
        <span className="flex items-center gap-1.5 truncate text-13 text-muted">
          <span className="truncate">
            <Handle of={person.handle} />
          </span>
          {person.me ? null : (
            <>
              <span aria-hidden="true">·</span>
              <TrustMark trust={person.trust} />
            </>
          )}
        </span>
      </span>
    </>
  );
}
