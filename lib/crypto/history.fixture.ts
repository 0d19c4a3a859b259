/** Owns a conversation with a past, and logs that are opened somewhere in it. */
import { expect } from "vitest";
import { alice, bob, group } from "./commit-world.fixture";
import { ConversationLog } from "./log";
import type { Anchor, LogEvent } from "./log-contract";
import { type Conversation, periodic, type Person, shape } from "./world.fixture";

function history(): Conversation {
  const conversation = group();
  for (let epoch = 1; ; epoch++) {
    for (const person of [alice, bob, alice]) conversation.say(person);
    if (epoch === 3) return conversation;
    conversation.change(alice, periodic);
  }
}

/** 1 genesis, 2-4 messages, 5 rotation, 6-8 messages, 9 rotation, 10-12 messages. */
export const told = history();

export const anchorAt = (conversation: Conversation, seq: number): Anchor => {
  return { seq, transcript: conversation.transcriptAt(seq) };
};

export const commitsOf = ({ events }: Conversation): LogEvent[] => events.filter(({ kind }) => kind === 1);

export const hashesOf = (events: readonly LogEvent[]) => events.map(({ kind, hash }) => ({ kind, hash }));

/** A log that was opened anew at a position. */
export function opened(conversation: Conversation, at: number, person: Person = bob): ConversationLog {
  const log = new ConversationLog(conversation.conv);
  expect(log.start(commitsOf(conversation), anchorAt(conversation, at), conversation.ctx(person))).toEqual([]);
  return log;
}

/** Applies what comes after the log's position. */
export const follow = (log: ConversationLog, conversation: Conversation, person: Person = bob): string[] =>
  conversation.events.slice(log.n).map((event) => shape(log.apply(event, conversation.ctx(person))));
