/** Owns the contract of private topics: what joins one, what is heard there, and what is said. */

export interface LiveListener {
  /** Everything said from now on is heard. */
  joined(): void;
  /** Not let in, or not any more; nothing follows. */
  lost(): void;
  heard(event: string, payload: unknown): void;
  /** As Phoenix tells it; see `Present`. */
  presence(event: string, payload: unknown): void;
}

export interface LiveChannel {
  /** To everybody else in the topic, if it is joined. */
  say(event: string, payload: object): void;
  /** Shows as present, or no longer. */
  show(present: boolean): void;
  leave(): void;
}

export interface Live {
  /** @param presenceKey key under which this tab may show as present; null: nobody's presence is told, in either direction */
  join(topic: string, presenceKey: string | null, listener: LiveListener): LiveChannel;
}
