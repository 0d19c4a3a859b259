/** Owns the demo people: made by the code that makes real ones, with one conversation and one order between them. */
import { createHash, randomBytes } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import type { Messenger } from "@/lib/chat/messenger";
import { type Credentials, type NodePerson, type Place, signUpPerson } from "./person.mts";

export const demoPassword = "orbit velvet candle meadow";

export const demoPeople: readonly Credentials[] = [
  { name: "Alice Moreau", handle: "alice", email: "alice@parley.test", password: demoPassword },
  { name: "Bob Okafor", handle: "bob", email: "bob@parley.test", password: demoPassword },
  { name: "Carol Lindqvist", handle: "carol", email: "carol@parley.test", password: demoPassword },
];

const lines: readonly (readonly ["alice" | "bob", string])[] = [
  ["alice", "Hi Bob! Is the bicycle from your listing still there?"],
  ["bob", "It is. The chain is new, the saddle has seen better days."],
  ["alice", "That sounds honest. Could I come by on Saturday?"],
  ["bob", "Saturday after ten is fine. I will send you the address here."],
];

/** Makes the people, their conversation and an order of a demo platform. Takes some seconds; call it once per database. */
export async function makeDemoPeople(
  o: Place & { secretKey: string; onProgress?: (text: string) => void },
): Promise<void> {
  const people = new Map<string, NodePerson>();
  for (const credentials of demoPeople) {
    o.onProgress?.(`Making ${credentials.name}`);
    people.set(credentials.handle, await signUpPerson(o, credentials));
  }
  try {
    o.onProgress?.("Writing the first messages");
    const alice = member(people, "alice");
    const bob = member(people, "bob");
    const { userId } = await alice.messenger.starting.findPerson("bob");
    const conversation = await alice.messenger.starting.direct(userId);
    for (const [author, text] of lines)
      await say(author === "alice" ? alice.messenger : bob.messenger, conversation, text);
    await makeOrder(o);
  } finally {
    for (const person of people.values()) await person.stop();
  }
}

async function say(messenger: Messenger, conversation: string, text: string): Promise<void> {
  const opened = await messenger.open(conversation);
  await opened.load();
  await opened.catchUp();
  await opened.sender.send(text);
  const waiting = opened.sender.pending[0];
  if (waiting) throw new Error(`a demo message was not sent: ${waiting.failure ?? waiting.state}`);
}

/** What a marketplace would do by its server: a platform with a key, and one order with buyer and seller. */
async function makeOrder({ supabaseUrl, secretKey }: { supabaseUrl: string; secretKey: string }): Promise<void> {
  const service = createClient(supabaseUrl, secretKey, { auth: { persistSession: false } });
  const keyHash = createHash("sha256")
    .update(`pk_${randomBytes(24).toString("base64url")}`)
    .digest("hex");
  const calls = [
    ["host_create_platform", { name: "Demo market", key_hash: keyHash }],
    [
      "host_create_context",
      {
        key_hash: keyHash,
        kind: "transaction",
        external_id: "1042",
        title: "Touring bicycle, 56 cm",
        parties: [
          { handle: "carol", role: "buyer" },
          { handle: "bob", role: "seller" },
        ],
      },
    ],
  ] as const;
  for (const [name, args] of calls) {
    const { error } = await service.rpc(name, args);
    if (error) throw new Error(`${name}: ${error.message}`);
  }
}

function member(people: ReadonlyMap<string, NodePerson>, handle: string): NodePerson {
  const person = people.get(handle);
  if (!person) throw new Error(`no demo person ${handle}`);
  return person;
}
