/** Owns messages that no honest client would make: any header, any body, yet encrypted and signed as the protocol has it. */
import { type Bytes, utf8 } from "@/lib/base/bytes";
import type { Body } from "@/lib/protocol/body";
import { findEntry, parseCommit } from "@/lib/protocol/commit";
import type { HeaderPrefix } from "@/lib/protocol/message-header";
import { deriveEpochKeys, type EpochKeys, openEpochKey } from "./epoch";
import type { LogEvent } from "./log-contract";
import { chainStart, sealMessage } from "./message";
import { type Conversation, idOf, messageEvent, type Person, seeded } from "./world.fixture";

/** The keys of the epoch that a commit event makes, opened from a member's box. */
export function epochKeysOf(event: LogEvent, person: Person): EpochKeys {
  const commit = parseCommit(event.body!);
  const at = commit.roster.indexOf(findEntry(commit.roster, person.userId)!);
  const box = event.boxes!.subarray(at * 85, at * 85 + 85);
  const secrets = person.keys.map(({ xSecret }) => xSecret);
  const key = openEpochKey(commit, person.userId, secrets, box, commit.keyCommitment);
  return deriveEpochKeys(key, commit.conv, commit.epoch);
}

/** K_msg of the newest epoch. */
export function msgKeyOf({ events }: Conversation, person: Person): Bytes {
  return epochKeysOf(
    events.findLast(({ kind }) => kind === 1)!,
    person,
  ).msg;
}

let crafted = 0;

/** The next event of a conversation: a message by a person with this content and these fields of the header. */
export function craft(
  conversation: Conversation,
  person: Person,
  content: Body | Uint8Array,
  change: Partial<HeaderPrefix> = {},
): LogEvent {
  const name = `crafted ${crafted++}`;
  const log = conversation.log(person);
  const chainId = change.chainId ?? idOf(`chain ${name}`);
  const place = {
    conv: conversation.conv,
    msgId: idOf(name),
    epoch: log.epoch,
    commitHash: log.commitHash!,
    sender: person.userId,
    chainId,
    counter: 0,
    previous: chainStart(conversation.conv, chainId),
    seenSeq: log.n,
    seenTranscript: log.transcript,
    ...change,
  };
  const body = content instanceof Uint8Array ? content : utf8(JSON.stringify(content));
  const sealed = sealMessage(place, msgKeyOf(conversation, person), body, person.signer.edSeed, seeded(name));
  return messageEvent(conversation.events.length + 1, sealed);
}
