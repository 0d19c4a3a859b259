/**
 * Owns the figures of open rooms of 32, 256 and 500 people who all listen on sockets of their own: how long until each has
 * heard a message, and what one listener costs Postgres and the gateway.
 */
import { readFileSync } from "node:fs";
import { SignJWT } from "jose";
import pg from "pg";
import { WebSocket } from "ws";
import { Rooms } from "@/lib/chat/rooms";
import { signUpPerson } from "../scripts/person.mts";
import { report, round, spread } from "./figure.mts";
import { type BenchStack, startStackProcess } from "./stack-process.mts";
import { addPeople } from "./synthetic-log.mts";

const sizes = [32, 256, 500] as const;
const messages = Number(process.env["BENCH_MESSAGES"] ?? 200);
/** Up to this many, news goes to the inbox of each. */
const inboxMembers = 32;
/** A message every so many ms: an eager room, and no queue before the first listener. */
const everyMs = 100;

/** CPU seconds of a process so far; with those of its children, of the living and of those that have ended. */
function cpuSeconds(pid: number, withChildren = false): number {
  // Fields 14 to 17 of proc(5), counted behind the name: own time, and that of ended children, in ticks of 10 ms.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ").map(Number) ?? [];
  const own = fields.slice(11, withChildren ? 15 : 13).reduce((sum, ticks) => sum + ticks, 0) / 100;
  if (!withChildren) return own;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
  return children.reduce((sum, child) => sum + cpuSeconds(child), own);
}

/** Joins a private topic as that person; calls back with every broadcast. Resolves when joined. */
async function listen(stack: BenchStack, person: string, topic: string, heard: (payload: unknown) => void) {
  const token = await new SignJWT({ sub: person, role: "authenticated", aud: "authenticated" })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(new TextEncoder().encode(stack.jwtSecret));
  const address = `${stack.supabaseUrl.replace("http", "ws")}/realtime/v1/websocket?apikey=${stack.publishableKey}&vsn=1.0.0`;
  const socket = new WebSocket(address);
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.once("open", () => {
      const payload = { config: { private: true }, access_token: token };
      socket.send(JSON.stringify({ topic: `realtime:${topic}`, event: "phx_join", ref: "1", join_ref: "1", payload }));
    });
    socket.on("message", (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as { event: string; payload: { status?: string; payload?: unknown } };
      if (frame.event === "broadcast") heard(frame.payload.payload);
      else if (frame.event === "phx_reply") {
        if (frame.payload.status === "ok") resolve();
        else reject(new Error(data.toString()));
      }
    });
  });
  return socket;
}

async function timeRoom(stack: BenchStack, admin: pg.Client, size: number) {
  const password = "a password for benchmarks only";
  const handle = `writer${size}`;
  const writer = await signUpPerson(stack, { name: handle, handle, email: `${handle}@parley.test`, password });
  const id = await new Rooms(writer.messenger).make({ title: `Room of ${size}`, about: "", listed: true });
  const people = await addPeople(admin, size - 1);
  for (const person of people) {
    await admin.query("select set_config('request.jwt.claim.sub', $1, false)", [person]);
    await admin.query("select public.room_join($1)", [id]);
  }
  const { rows } = await admin.query<{ epoch: string }>("select epoch from chat.conversations where id = $1", [id]);
  const topic = (person: string) => (size > inboxMembers ? `conversation:${id}:${rows[0]?.epoch}` : `user:${person}`);

  const sentAt = new Map<number, number>();
  const samples: number[] = [];
  const last: number[] = [];
  const heardBy = new Map<number, number>();
  const hear = (payload: unknown) => {
    const at = performance.now();
    const { seq } = payload as { seq?: number };
    const sent = sentAt.get(seq ?? -1);
    if (seq === undefined || sent === undefined) return;
    samples.push(at - sent);
    const count = (heardBy.get(seq) ?? 0) + 1;
    heardBy.set(seq, count);
    if (count === people.length) last.push(at - sent);
  };
  const sockets: WebSocket[] = [];
  for (const person of people) sockets.push(await listen(stack, person, topic(person), hear));

  const conversation = await writer.messenger.open(id);
  await conversation.load();
  await conversation.sender.send("to warm up");
  const now = await admin.query<{ last_seq: string }>("select last_seq from chat.conversations where id = $1", [id]);
  const first = Number(now.rows[0]?.last_seq) + 1;
  const used = () => ({ postgres: cpuSeconds(stack.postgresPid, true), gateway: cpuSeconds(stack.gatewayPid) });
  const before = used();
  const acknowledged: number[] = [];
  for (let i = 0; i < messages; i++) {
    const at = performance.now();
    sentAt.set(first + i, at);
    await conversation.sender.send(`message ${i} to everybody here`);
    acknowledged.push(performance.now() - at);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, everyMs - (performance.now() - at))));
  }
  const until = performance.now() + 20_000;
  while (last.length < messages && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  const after = used();
  for (const socket of sockets) socket.terminate();
  await writer.stop();
  const perListener = (seconds: number) => Math.round((seconds * 1e6) / (messages * people.length));
  return {
    heard: spread(samples),
    last: spread(last),
    acknowledged: spread(acknowledged),
    lost: messages * people.length - samples.length,
    postgresPerListener: perListener(after.postgres - before.postgres),
    gatewayPerListener: perListener(after.gateway - before.gateway),
    postgresPerMessage: round(((after.postgres - before.postgres) * 1000) / messages),
  };
}

const stack = await startStackProcess();
try {
  const admin = new pg.Client(stack.databaseUrl);
  await admin.connect();
  let smallest: Awaited<ReturnType<typeof timeRoom>> | null = null;
  for (const size of sizes) {
    const figures = await timeRoom(stack, admin, size);
    smallest ??= figures;
    report({
      name: `a message in an open room of ${size}, all but the writer listening: from the call until one has heard`,
      unit: "ms",
      values: { ...figures.heard, lost: figures.lost },
      beside: { name: `room of ${sizes[0]}`, values: smallest.heard },
      ratio: round(figures.heard.p95 / smallest.heard.p95),
    });
    report({ name: `the same, until the last of ${size} has heard`, unit: "ms", values: figures.last });
    report({ name: `the same, acknowledged to the writer, ${size}`, unit: "ms", values: figures.acknowledged });
    report({
      name: `processor time for each who hears one message in a room of ${size}`,
      unit: "µs",
      values: { postgres: figures.postgresPerListener, gateway: figures.gatewayPerListener },
      beside: {
        name: `room of ${sizes[0]}`,
        values: { postgres: smallest.postgresPerListener, gateway: smallest.gatewayPerListener },
      },
      ratio: round(figures.postgresPerListener / smallest.postgresPerListener),
      target: "flat from 32 to 500",
      note: `Postgres per message: ${figures.postgresPerMessage} ms; ten messages a second`,
    });
  }
  await admin.end();
} finally {
  await stack.stop();
}
process.exit(0);
