import { describe, expect, it } from "vitest";
import { bytesToUuid, fromBase64 } from "@/lib/base/bytes";
import { codeOf } from "@/lib/base/errors";
import type { WireAccount } from "@/lib/protocol/wire";
import { makeAccount } from "./account";
import { createEngine } from "./engine";
import type { Kdf } from "./kdf";
import { hkdfExtract, random, sha256 } from "./primitives";
import { parseSlot } from "./wrap-slot";

const password = "quartz-lantern-otter-nineteen";
const quickKdf: Kdf = async (secret, salt) => hkdfExtract(salt, sha256(secret));

async function newAccount(): Promise<WireAccount> {
  const userId = bytesToUuid(random(16));
  const { account } = await makeAccount({ userId, password }, { kdf: quickKdf });
  const slots = account.slots.map((body) => {
    const slot = parseSlot(fromBase64(body));
    return { slot_id: bytesToUuid(slot.slotId), kind: slot.kind, body };
  });
  const { statement, bundle, store } = account;
  return {
    user_id: userId,
    handle: "alice",
    display_name: "Alice",
    statements: [statement],
    slots,
    bundle: { version: 1, body: bundle },
    store: { version: 1, body: store },
  };
}

/** An engine whose key derivations end in the order in which they are let go. */
function slowEngine() {
  const waiting: (() => void)[] = [];
  const kdf: Kdf = async (secret, salt, cost) => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    return quickKdf(secret, salt, cost);
  };
  return { engine: createEngine({ modRoots: ["11".repeat(32)] }, { kdf }), waiting };
}

const by = { kind: "password", password } as const;
/** How a call ends. */
const endOf = (call: Promise<unknown>) =>
  call.then(
    () => "done",
    (thrown: unknown) => codeOf(thrown),
  );

describe("opening an account", () => {
  it("that is overtaken by a locking opens nothing", async () => {
    const { engine, waiting } = slowEngine();
    const unlocking = endOf(engine.unlock(await newAccount(), by));
    await engine.lock();
    waiting[0]?.();
    expect(await unlocking).toBe("E_VAULT_LOCKED");
    expect(await endOf(engine.recoverySlot())).toBe("E_VAULT_LOCKED");
  });

  it("that is overtaken by another one leaves the later account open, whichever ends first", async () => {
    const { engine, waiting } = slowEngine();
    const [first, second] = [await newAccount(), await newAccount()];
    const early = endOf(engine.unlock(first, by));
    const late = engine.unlock(second, by);
    waiting[1]?.();
    await late;
    waiting[0]?.();
    expect(await early).toBe("E_VAULT_LOCKED");
    const slot = parseSlot(fromBase64((await engine.recoverySlot()).slot));
    expect(bytesToUuid(slot.userId)).toBe(second.user_id);
  });
});
