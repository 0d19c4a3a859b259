/** Owns how tests see things as a server brings them: accounts in rows, from what the engine made; an event as JSON. */
import { bytesToUuid, fromBase64 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import type { NewAccount } from "@/lib/crypto/engine-api";
import { parseSlot } from "@/lib/crypto/wrap-slot";
import type { WireAccount, WireEvent, WirePerson } from "@/lib/protocol/wire";

export interface ScriptedPerson {
  readonly account: NewAccount;
  readonly name: string;
  /** The account from before this one was made anew. */
  readonly before?: WireAccount;
}

export function asServed(userId: string, { account, name, before }: ScriptedPerson): WireAccount {
  const slots = account.slots.map((body) => {
    const slot = parseSlot(fromBase64(body));
    return { slot_id: bytesToUuid(slot.slotId), kind: slot.kind, body };
  });
  const version = (before?.bundle.version ?? 0) + 1;
  return {
    user_id: userId,
    handle: name,
    display_name: name,
    statements: [...(before?.statements ?? []), account.statement],
    slots,
    bundle: { version, body: account.bundle },
    store: { version, body: account.store },
  };
}

/** The event as JSON brings it: times as text. */
export function toPayload(event: WireEvent): unknown {
  return { ...event, received_at: new Date(event.received_at).toISOString() };
}

/** A person as others get them. @throws E_NOT_FOUND */
export function personServed(people: ReadonlyMap<string, ScriptedPerson>, userId: string): WirePerson {
  const known = people.get(userId);
  if (!known) throw new CodedError("E_NOT_FOUND");
  const { user_id, handle, display_name, statements } = asServed(userId, known);
  return { user_id, handle, display_name, statements };
}
