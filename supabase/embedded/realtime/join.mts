/** Owns one attempt to join: the checks in upstream's order, the stored rows, and a channel that misses nothing meanwhile. */
import { admit, Refusal } from "./admission.mts";
import { Channel, type Link } from "./channel.mts";
import type { ClientFrame } from "./codec.mts";
import type { Row } from "./feed.mts";
import { topicPrefix } from "./hub.mts";
import { parseJoinConfig } from "./join-config.mts";
import type { Realm } from "./realm.mts";
import { readReplay, type ReplayParams } from "./replay.mts";

/** An accepted join: the channel listens already and holds everything back until `begin(replayed)`. */
export interface Joined {
  channel: Channel;
  replayed: Row[];
  /** The reply's `response`. */
  response: { postgres_changes: Record<string, unknown>[] };
}

/**
 * @param signal aborted when a leave overtakes the join: then nothing stays behind
 * @param channels channels of this socket, this one not counted
 * @throws Refusal, or the signal's reason
 */
export async function join(
  realm: Realm,
  link: Link,
  frame: ClientFrame,
  channels: number,
  signal: AbortSignal,
): Promise<Joined> {
  const topic = frame.topic.slice(topicPrefix.length);
  const config = parseJoinConfig(frame.payload);
  if (topic === "") throw new Refusal("TopicNameRequired", "You must provide a topic name");
  if (realm.privateOnly && !config.private)
    throw new Refusal("PrivateOnly", "This project only allows private channels");
  realm.rates.joins.add();
  if (realm.rates.joins.exceeded) throw new Refusal("ClientJoinRateLimitReached", "Too many joins per second");
  if (channels >= realm.limits.channelsPerSocket) throw new Refusal("ChannelRateLimitReached", "Too many channels");
  const admission = await unlessAborted(signal, admit(realm, link.identity, topic, config, frame.payload));
  const channel = new Channel(realm, link, topic, frame.joinRef ?? frame.ref, config, admission);
  channel.listen();
  try {
    const replayed = admission.replay ? await unlessAborted(signal, replay(realm, topic, admission.replay)) : [];
    const filters = config.postgres_changes.map((filter, index) => ({ ...filter, id: index + 1 }));
    return { channel, replayed, response: { postgres_changes: filters } };
  } catch (error) {
    channel.end();
    throw error;
  }
}

async function replay({ pool }: Realm, topic: string, params: ReplayParams): Promise<Row[]> {
  try {
    return await readReplay(pool, topic, params);
  } catch {
    throw new Refusal("UnableToReplayMessages", "Realtime was unable to replay messages");
  }
}

/** Settles as `work` does, or rejects as soon as the signal is aborted, whatever becomes of the work. */
async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
    work.catch(() => undefined);
    aborted.catch(() => undefined);
  }
}
