/** Owns the delivery figures: acknowledged, and received and opened by another client, beside a plain relay on the same machine. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { io, type Socket } from "socket.io-client";
import type { Conversation } from "@/lib/chat/conversation";
import { type NodePerson, signUpPerson } from "../scripts/person.mts";
import { report, round, spread } from "./figure.mts";
import { type BenchStack, residentMb, startStackProcess } from "./stack-process.mts";

const messages = 1_000;
const parallel = 20;
const people = 8;

/** A pair of clients in one conversation: what the runs below need, whoever provides it. */
interface Line {
  send(text: string): Promise<void>;
  /** Calls back with every text that has arrived and been opened on the other side. */
  onReceived(listener: (text: string) => void): void;
}

interface Run {
  readonly acknowledged: number[];
  readonly received: number[];
  readonly perSecond: number;
}

/** Sends `count` texts over each line, one at a time per line, all lines side by side. Times in ms. */
async function run(lines: readonly Line[], count: number, tag: string): Promise<Run> {
  const acknowledged: number[] = [];
  const received: number[] = [];
  const sentAt = new Map<string, number>();
  let done = () => {};
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  for (const line of lines) {
    line.onReceived((text) => {
      const at = sentAt.get(text);
      if (at === undefined) return;
      sentAt.delete(text);
      received.push(performance.now() - at);
      if (received.length === lines.length * count) done();
    });
  }
  const began = performance.now();
  await Promise.all(
    lines.map(async (line, number) => {
      for (let i = 0; i < count; i++) {
        const text = `${tag} ${number} ${i} ${"x".repeat(60)}`;
        const at = performance.now();
        sentAt.set(text, at);
        await line.send(text);
        acknowledged.push(performance.now() - at);
      }
    }),
  );
  await all;
  return { acknowledged, received, perSecond: round((received.length / (performance.now() - began)) * 1000) };
}

async function parleyLines(stack: BenchStack): Promise<{ lines: Line[]; everyone: NodePerson[] }> {
  const everyone: NodePerson[] = [];
  for (let i = 0; i < people; i++) {
    const handle = `bench${i}`;
    const password = "a password for benchmarks only";
    everyone.push(await signUpPerson(stack, { name: handle, handle, email: `${handle}@parley.test`, password }));
  }
  const pairs = everyone.flatMap((from, i) => everyone.slice(i + 1).map((to) => [from, to] as const));
  const lines: Line[] = [];
  for (const [from, to] of pairs.slice(0, parallel)) {
    const { userId } = await from.messenger.starting.findPerson(`bench${everyone.indexOf(to)}`);
    const id = await from.messenger.starting.direct(userId);
    const [out, into] = [await from.messenger.open(id), await to.messenger.open(id)];
    await Promise.all([out.load(), into.load()]);
    await to.messenger.starting.answer(id, true).catch(() => undefined);
    lines.push({ send: (text) => out.sender.send(text), onReceived: (listener) => watch(into, listener) });
  }
  return { lines, everyone };
}

/** Reports every message row that is new since the last change. */
function watch(conversation: Conversation, listener: (text: string) => void): void {
  let seen = conversation.rows.length;
  conversation.changed.subscribe(() => {
    for (const row of conversation.rows.slice(seen)) {
      if (row.type === "message" && row.body.t === "text") listener(row.body.b);
    }
    seen = conversation.rows.length;
  });
}

async function relayLines(stack: BenchStack): Promise<{ lines: Line[]; stop: () => void }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "plain-relay.mts"), stack.databaseUrl], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const line = await new Promise<string>((resolve) => createInterface(child.stdout).once("line", resolve));
  const { port } = JSON.parse(line) as { port: number };
  const sockets: Socket[] = [];
  const lines: Line[] = [];
  for (let i = 0; i < parallel; i++) {
    const room = `room ${i}`;
    const [out, into] = [connect(port), connect(port)];
    sockets.push(out, into);
    await Promise.all([out, into].map((socket) => new Promise<void>((resolve) => socket.emit("join", room, resolve))));
    lines.push({
      send: (text) => new Promise((resolve) => out.emit("send", room, text, () => resolve())),
      onReceived: (listener) => into.on("message", (_room: string, _seq: number, text: string) => listener(text)),
    });
  }
  const stop = () => {
    for (const socket of sockets) socket.disconnect();
    child.stdin.end();
  };
  return { lines, stop };
}

const connect = (port: number) => io(`http://127.0.0.1:${port}`, { transports: ["websocket"], forceNew: true });

const stack = await startStackProcess();
try {
  const ours = await parleyLines(stack);
  const theirs = await relayLines(stack);
  const memoryBefore = { gateway: await residentMb(stack.gatewayPid), clients: await residentMb(process.pid) };
  for (const [name, width] of [
    ["alone", 1],
    ["20 conversations in parallel", parallel],
  ] as const) {
    const count = Math.ceil(messages / width);
    await run(ours.lines.slice(0, width), Math.min(20, count), `warm ${name}`);
    const mine = await run(ours.lines.slice(0, width), count, name);
    await run(theirs.lines.slice(0, width), Math.min(20, count), `warm ${name}`);
    const plain = await run(theirs.lines.slice(0, width), count, name);
    for (const kind of ["acknowledged", "received"] as const) {
      const values = { ...spread(mine[kind]), perSecond: mine.perSecond };
      const beside = { ...spread(plain[kind]), perSecond: plain.perSecond };
      report({
        name: `delivery, ${kind === "received" ? "received and opened" : "send acknowledged"}, ${name}`,
        unit: "ms",
        values,
        beside: { name: "plain Socket.IO relay on the same Postgres, no encryption", values: beside },
        ratio: round(values.p50 / beside.p50),
        ...(kind === "received" && { target: width === 1 ? "p50 <= 15, p95 <= 40" : "perSecond >= 250, p95 <= 150" }),
      });
    }
  }
  const values = {
    gatewayBefore: memoryBefore.gateway,
    gatewayAfter: await residentMb(stack.gatewayPid),
    postmaster: await residentMb(stack.postgresPid),
    clientsBefore: memoryBefore.clients,
    clientsAfter: await residentMb(process.pid),
  };
  report({
    name: "memory during delivery (gateway with REST, Auth, Storage, Realtime; 8 clients in one process)",
    unit: "MB",
    values,
  });
  theirs.stop();
  for (const person of ours.everyone) await person.stop();
} finally {
  await stack.stop();
}
process.exit(0);
