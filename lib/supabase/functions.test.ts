import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import * as v from "valibot";
import { afterEach, expect, it } from "vitest";
import { createFunctions } from "./functions";
import { call } from "./rpc";

let stop = async () => {};
afterEach(() => stop());

/** A server that answers every request as told, and keeps what it was asked. */
async function answering(status: number, body: string, token: string | null = "t") {
  const asked: { path: string | undefined; headers: IncomingMessage["headers"]; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += String(part);
    asked.push({ path: request.url, headers: request.headers, body: text });
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stop = async () => void (await new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  return { asked, client: createFunctions(`http://127.0.0.1:${port}`, "key", async () => token) };
}

const ask = (client: ReturnType<typeof createFunctions>) => call(client, "session_alive", {}, v.nullable(v.boolean()));

it("a function is asked for by name, as the person who is signed in", async () => {
  const { asked, client } = await answering(200, "true");
  expect(await ask(client)).toBe(true);
  expect(asked).toMatchObject([
    { path: "/rest/v1/rpc/session_alive", body: "{}", headers: { apikey: "key", authorization: "Bearer t" } },
  ]);
});

it("whoever is not signed in asks with the key alone", async () => {
  const { asked, client } = await answering(200, "true", null);
  await ask(client);
  expect(asked[0]?.headers.authorization).toBe("Bearer key");
});

it("an answer without content is null", async () => {
  const { client } = await answering(204, "");
  expect(await ask(client)).toBeNull();
});

it("a refusal keeps the function's own code and the time to wait", async () => {
  const { client } = await answering(429, JSON.stringify({ code: "PT429", message: "E_RATE", hint: "1500" }));
  await expect(ask(client)).rejects.toMatchObject({ code: "E_RATE", retryAfterMs: 1500 });
});

it.each([
  [502, "<html>bad gateway</html>", "E_OFFLINE"],
  [500, "null", "E_SERVER"],
  [401, "", "E_SERVER"],
  [403, "<html>a filter of the house</html>", "E_SERVER"],
  [200, "<html>a captive portal</html>", "E_FORMAT"],
] as const)("a %i of something that is not PostgREST (%s) is %s", async (status, body, code) => {
  const { client } = await answering(status, body);
  await expect(ask(client)).rejects.toMatchObject({ code });
});

it("no answer at all is no network", async () => {
  const { client } = await answering(200, "true");
  await stop();
  await expect(ask(client)).rejects.toMatchObject({ code: "E_OFFLINE" });
});
