/** Owns figures of abuse on a stack with its limits as shipped: what time tells about accounts, and what a flood does to others. */
import { performance } from "node:perf_hooks";
import { WebSocket } from "ws";
import type { Conversation } from "@/lib/chat/conversation";
import { codeFor, type NodePerson, signUpPerson } from "../scripts/person.mts";
import { report, round, spread } from "./figure.mts";
import { type BenchStack, startStackProcess } from "./stack-process.mts";

const password = "a password for benchmarks only";
/** What the server gets in place of a password has the length of a key. */
const derived = Buffer.from("a key for benchmarks, 32 bytes long").toString("base64url");

/** How often each question is asked about accounts that exist, and as often about addresses without one. */
const asked = 200;
/** Mails to one address are limited, so that the questions go round several accounts. */
const accounts = 50;

async function enumeration(stack: BenchStack): Promise<void> {
  for (let i = 0; i < accounts; i++) await confirmed(stack, known(i));
  const questions = {
    signup: { password: derived, data: {} },
    recover: {},
    otp: { create_user: false },
    "token?grant_type=password": { password: "not the password" },
  };
  for (const [path, body] of Object.entries(questions)) {
    const times: Record<"exists" | "does not", number[]> = { exists: [], "does not": [] };
    const answers = new Set<string>();
    const ask = async (which: keyof typeof times, email: string) => {
      const began = performance.now();
      const words = await post(stack, path, { email, ...body });
      times[which].push(performance.now() - began);
      answers.add(shape(words));
    };
    for (let i = 0; i < asked; i += 2) {
      // Four at a time, in changing order, so that whatever else the machine does falls on both alike.
      const four = [i, i + 1].flatMap((at) => [
        () => ask("exists", known(at % accounts)),
        () => ask("does not", `nobody-${at % accounts}@example.org`),
      ]);
      await Promise.all((i % 4 === 0 ? four : four.toReversed()).map((one) => one()));
    }
    report({
      name: `whether an address has an account, asked by ${path}`,
      unit: "ms",
      values: { ...spread(times.exists), differentAnswers: answers.size },
      beside: { name: "addresses without an account", values: spread(times["does not"]) },
      ratio: round(distinguishes(times.exists, times["does not"])),
      target: "ratio, the share of pairs in which the account took longer, between 0.43 and 0.57: chance for n = 200",
    });
  }
}

/** Makes an account by the public way. */
async function confirmed(stack: BenchStack, email: string): Promise<void> {
  await post(stack, "signup", { email, password: derived });
  const answer = await post(stack, "verify", { email, type: "signup", token: await codeFor(stack, email) });
  if (!answer.startsWith("200 ")) throw new Error(answer);
}

/** Status and text of an answer. */
async function post(stack: BenchStack, path: string, body: object): Promise<string> {
  const answer = await fetch(`${stack.supabaseUrl}/auth/v1/${path}`, {
    method: "POST",
    headers: { apikey: stack.publishableKey, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return `${answer.status} ${await answer.text()}`;
}

const known = (i: number) => `known-${i}@example.org`;

/** An answer without what differs between any two people. */
const shape = (text: string) =>
  text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<id>")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, "<time>")
    .replaceAll(/[\w.-]+@example\.org/g, "<address>")
    .replaceAll(/\d+/g, "<number>");

/** Mann–Whitney U as a share: how often a time of `a` is longer than one of `b`. 0.5 tells nothing. */
function distinguishes(a: readonly number[], b: readonly number[]): number {
  let longer = 0;
  for (const x of a) for (const y of b) longer += x > y ? 1 : x === y ? 0.5 : 0;
  return longer / (a.length * b.length);
}

async function flood(stack: BenchStack): Promise<void> {
  const everyone: NodePerson[] = [];
  for (const handle of ["mallory", "alice", "bob"])
    everyone.push(await signUpPerson(stack, { name: handle, handle, email: `${handle}@parley.test`, password }));
  const [mallory, alice, bob] = everyone as [NodePerson, NodePerson, NodePerson];
  const quiet = [await opened(alice, "bob", bob), await opened(bob, "alice", alice)] as const;
  const hers = await opened(mallory, "alice", alice);

  const before = await delivery(quiet[0], quiet[1], 10, "before");
  const message = await lastSend(hers);
  const { data } = await mallory.client.auth.getSession();
  const headers = {
    apikey: stack.publishableKey,
    authorization: `Bearer ${data.session?.access_token ?? ""}`,
    "content-type": "application/json",
  };
  const answered = new Map<number, number>();
  const until = performance.now() + 10_000;
  const sockets = openSockets(stack, headers.authorization.slice(7), 200);
  const calls: Promise<unknown>[] = [];
  const hammer = async () => {
    for (let i = 0; i < 1_000; i++) {
      const due = until - 10_000 + i * 10;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      const call = fetch(`${stack.supabaseUrl}/rest/v1/rpc/send`, { method: "POST", headers, body: message });
      calls.push(call.then((answer) => answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1)));
    }
    await Promise.all(calls);
  };
  const [during] = await Promise.all([delivery(quiet[0], quiet[1], 10, "during"), hammer()]);
  report({
    name: "delivery between two while a third sends 1,000 requests and opens 200 sockets in 10 s",
    unit: "ms",
    values: {
      ...spread(during),
      taken: answered.get(200) ?? 0,
      refused: answered.get(429) ?? 0,
      sockets: (await sockets).length,
    },
    beside: { name: "the same two before", values: spread(before) },
    ratio: round(spread(during).p95 / spread(before).p95),
    target: "ratio of the p95 < 2; taken <= 60 and three a second",
  });
  for (const socket of await sockets) socket.terminate();
  for (const person of everyone) await person.stop();
}

async function opened(from: NodePerson, handle: string, to: NodePerson): Promise<Conversation> {
  const { userId } = await from.messenger.starting.findPerson(handle);
  const id = await from.messenger.starting.direct(userId);
  const conversation = await from.messenger.open(id);
  await conversation.load();
  await to.messenger.starting.answer(id, true).catch(() => undefined);
  return conversation;
}

/** One message after the other for some seconds: from the call to its row on the other side. */
async function delivery(from: Conversation, to: Conversation, seconds: number, tag: string): Promise<number[]> {
  const times: number[] = [];
  const until = performance.now() + seconds * 1_000;
  for (let i = 0; performance.now() < until; i++) {
    const text = `${tag} ${i}`;
    const began = performance.now();
    const arrived = new Promise<void>((resolve) => {
      const stop = to.changed.subscribe(() => {
        if (!to.rows.some((row) => row.type === "message" && row.body.t === "text" && row.body.b === text)) return;
        stop();
        resolve();
      });
    });
    await from.sender.send(text);
    await arrived;
    times.push(performance.now() - began);
    // Three a second are allowed.
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, 340 - (performance.now() - began))));
  }
  return times;
}

/** The request of a message that was really sent: its signature and its box are good. */
async function lastSend(conversation: Conversation): Promise<string> {
  const plain = globalThis.fetch;
  let body = "";
  globalThis.fetch = (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    if (address.endsWith("/rpc/send") && typeof init?.body === "string") body = init.body;
    return plain(input, init);
  };
  await conversation.sender.send("to be sent again and again");
  globalThis.fetch = plain;
  if (!body) throw new Error("no request was seen");
  return body;
}

async function openSockets(stack: BenchStack, token: string, count: number): Promise<WebSocket[]> {
  const address = `${stack.supabaseUrl.replace("http", "ws")}/realtime/v1/websocket?apikey=${stack.publishableKey}&vsn=1.0.0`;
  const open = await Promise.all(
    Array.from({ length: count }, () => {
      const socket = new WebSocket(address);
      return new Promise<WebSocket | null>((resolve) => {
        socket.once("open", () => {
          socket.send(
            JSON.stringify({
              topic: "realtime:inbox:nobody",
              event: "phx_join",
              ref: "1",
              join_ref: "1",
              payload: { config: { private: true }, access_token: token },
            }),
          );
          resolve(socket);
        });
        socket.once("error", () => resolve(null));
      });
    }),
  );
  return open.filter((socket) => socket !== null);
}

const stack = await startStackProcess("limits as shipped");
try {
  await enumeration(stack);
  await flood(stack);
} finally {
  await stack.stop();
}
process.exit(0);
