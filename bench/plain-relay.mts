/** Owns the other side of the delivery figures: what people build instead. Socket.IO 4 and Postgres, a durable insert with a sequence per conversation, then emit. No encryption, no rights. */
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import pg from "pg";
import { Server } from "socket.io";

const databaseUrl = process.argv[2];
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
await pool.query(`
  create schema if not exists bench;
  create table if not exists bench.rooms (id text primary key, last_seq bigint not null default 0);
  create table if not exists bench.messages (
    room text not null references bench.rooms, seq bigint not null, body text not null,
    at timestamptz not null default now(), primary key (room, seq))`);

const insert = {
  name: "insert",
  text: `with next as (update bench.rooms set last_seq = last_seq + 1 where id = $1 returning last_seq)
         insert into bench.messages (room, seq, body) select $1, last_seq, $2 from next returning seq`,
};

const http = createServer();
const io = new Server(http);
io.on("connection", (socket) => {
  socket.on("join", async (room: string, done: () => void) => {
    await pool.query("insert into bench.rooms (id) values ($1) on conflict do nothing", [room]);
    await socket.join(room);
    done();
  });
  socket.on("send", async (room: string, body: string, done: (seq: number) => void) => {
    const { rows } = await pool.query<{ seq: string }>({ ...insert, values: [room, body] });
    const seq = Number(rows[0]?.seq);
    io.to(room).emit("message", room, seq, body);
    done(seq);
  });
});
http.listen(0, "127.0.0.1", () => {
  const address = http.address();
  process.stdout.write(`${JSON.stringify({ port: typeof address === "object" ? address?.port : 0 })}\n`);
});
createInterface(process.stdin).once("close", () => process.exit(0));
