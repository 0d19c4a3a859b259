import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { createClient } from "@supabase/supabase-js";
import * as v from "valibot";
import { afterEach, describe, expect, it } from "vitest";
import * as z from "zod";
import type { Supabase } from "./client";
import { call } from "./rpc";

const message = { hdr: "AA==", sig: "AQ==", ct: "Ag==" };
const answerSchema = z.object({ seq: z.number() });
let server: Server;

/** A client whose server answers every request with `answer`. */
async function clientFor(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Supabase> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return createClient(`http://127.0.0.1:${port}`, "sb_publishable_test", { auth: { persistSession: false } });
}

const json = (status: number, body: unknown) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe("calling a database function", () => {
  it("posts the arguments to the function and returns the checked answer", async () => {
    let seen = "";
    const client = await clientFor((request, response) => {
      request.on("data", (chunk) => (seen += String(chunk)));
      request.on("end", () => json(200, { seq: 4, extra: true })(request, response));
    });
    expect(await call(client, "send", message, answerSchema)).toEqual({ seq: 4 });
    expect(JSON.parse(seen)).toEqual(message);
  });

  it("rejects with the function's own code", async () => {
    const client = await clientFor(json(409, { code: "PT409", message: "E_STALE_EPOCH", details: null, hint: null }));
    await expect(call(client, "send", message, answerSchema)).rejects.toMatchObject({ code: "E_STALE_EPOCH" });
  });

  it("rejects with E_FORMAT when the answer is not what the schema says", async () => {
    const client = await clientFor(json(200, { seq: "4" }));
    await expect(call(client, "send", message, answerSchema)).rejects.toMatchObject({ code: "E_FORMAT" });
  });

  it("reads answers by the schemas of browsers and of servers, and says of what does not fit no more than the place", async () => {
    const seqs = v.object({ of: v.array(v.object({ seq: v.number() })) });
    const client = await clientFor(json(200, { of: [{ seq: 4 }, { seq: "a secret" }] }));
    for (const schema of [seqs, z.object({ of: z.array(answerSchema) })]) {
      const thrown = await call(client, "send", message, schema).catch((error: unknown) => error);
      expect(inspect(thrown, { depth: null, showHidden: true })).not.toContain("secret");
      expect(thrown).toHaveProperty("message", "E_FORMAT: answer of send at of.1.seq");
      expect(thrown).not.toHaveProperty("cause");
    }
    const read = await call(client, "send", message, v.object({ of: v.array(v.unknown()) }));
    expect(read).toEqual({ of: [{ seq: 4 }, { seq: "a secret" }] });
  });

  it("rejects with E_SERVER when something in between answers with a page", async () => {
    const client = await clientFor((_, response) => {
      response.writeHead(500, { "content-type": "text/html" }).end("<h1>Internal error</h1>");
    });
    await expect(call(client, "send", message, answerSchema)).rejects.toMatchObject({ code: "E_SERVER" });
  });

  it("rejects with E_OFFLINE when the connection is cut", async () => {
    const client = await clientFor((request) => request.socket.destroy());
    await expect(call(client, "send", message, answerSchema)).rejects.toMatchObject({ code: "E_OFFLINE" });
  });

  it("rejects with E_OFFLINE when no answer comes in time, or the caller gives up", async () => {
    const client = await clientFor(() => undefined);
    await expect(call(client, "send", message, answerSchema, { timeoutMs: 50 })).rejects.toMatchObject({
      code: "E_OFFLINE",
    });
    const signal = AbortSignal.timeout(50);
    await expect(call(client, "send", message, answerSchema, { signal })).rejects.toMatchObject({ code: "E_OFFLINE" });
  });
});
