/** Owns the list of what a messenger is made of: everything with an effect comes in from outside. */
import type { Clock } from "@/lib/base/clock";
import type { Engine } from "@/lib/crypto/engine-api";
import type { Outbox } from "@/lib/outbox/outbox";
import type { RealtimeLink } from "@/lib/realtime/link";
import type { LocalStore } from "@/lib/storage/local-store";
import type { Blocks } from "./blocks";
import type { Marks } from "./own-marks";
import type { People } from "./people";
import type { Presence } from "./presence";
import type { Preferences } from "./preferences";
import type { ServerApi } from "./server-api";

export interface ChatDeps {
  /** Own user id. */
  readonly me: string;
  readonly engine: Engine;
  readonly store: LocalStore;
  readonly server: ServerApi;
  readonly link: RealtimeLink;
  readonly people: People;
  readonly blocks: Blocks;
  readonly preferences: Preferences;
  readonly presence: Presence;
  readonly outbox: Outbox;
  /** What this person keeps about messages. */
  readonly marks: Marks;
  readonly clock: Clock;
  /** Runs `work` while nobody else with this person's store in hand (another tab) runs work of the same name. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** A call found no server: whoever shows the connection should know. */
  unreachable(): void;
  /** Days that conversations begun here keep messages, unless something else is chosen; left out: as the protocol has it. */
  readonly retentionDays?: number;
  /** A fresh UUID for a message or conversation. */
  newId(): string;
}
