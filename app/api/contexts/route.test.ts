import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST } from "./route";

const key = `pk_${"A".repeat(43)}`;
const id = (digit: string) => `7b0c1c1e-8f5e-4d0b-9f6e-${digit.repeat(12)}`;
const context = {
  kind: "transaction",
  externalId: "order-4711",
  title: "Road bike, 56 cm",
  parties: [
    { handle: "ada", role: "seller" },
    { email: "ben@parley.test", role: "buyer" },
  ],
};
const created = {
  context: id("1"),
  conversation: id("2"),
  created: true,
  parties: [
    { user_id: id("3"), role: "seller" },
    { user_id: id("4"), role: "buyer" },
  ],
};

let rest: Server;
/** What the scripted database answers, and what it was asked. */
let answer: { status: number; body: unknown };
let asked: { path: string; authorization: string | undefined; body: unknown }[];

beforeAll(async () => {
  rest = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += String(chunk)));
    request.on("end", () => {
      const body: unknown = JSON.parse(text);
      asked.push({ path: request.url ?? "", authorization: request.headers.authorization, body });
      response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => rest.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("APP_URL", "http://localhost:3000");
  vi.stubEnv("NEXT_PUBLIC_SUPABASE_URL", `http://127.0.0.1:${(rest.address() as AddressInfo).port}`);
  vi.stubEnv("NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY", "sb_publishable_test");
  vi.stubEnv("SUPABASE_SECRET_KEY", "sb_secret_test");
  vi.stubEnv("PARLEY_MOD_ROOT", "ab".repeat(32));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rest.close();
});

beforeEach(() => {
  answer = { status: 200, body: created };
  asked = [];
});

function post(body: unknown, headers: Record<string, string> = { authorization: `Bearer ${key}` }): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return POST(new Request("http://localhost:3000/api/contexts", { method: "POST", body: text, headers }));
}

const errorOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string; message: string; fields?: { path: string }[] } }).error;

describe("POST /api/contexts", () => {
  it("opens a conversation and says where it is", async () => {
    const response = await post(context);
    expect(response.status).toBe(201);
    expect(response.headers.get("location")).toBe(`http://localhost:3000/c/${created.conversation}`);
    expect(await response.json()).toEqual({
      context: created.context,
      conversation: created.conversation,
      created: true,
      parties: [
        { userId: id("3"), role: "seller" },
        { userId: id("4"), role: "buyer" },
      ],
      url: `http://localhost:3000/c/${created.conversation}`,
    });
  });

  it("hands the database the hash of the key, never the key", async () => {
    await post(context);
    const sha256 = Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(key))).toString("hex");
    expect(asked).toHaveLength(1);
    expect(asked[0]?.path).toBe("/rest/v1/rpc/host_create_context");
    expect(asked[0]?.body).toEqual({
      key_hash: sha256,
      kind: "transaction",
      external_id: "order-4711",
      title: "Road bike, 56 cm",
      parties: context.parties,
    });
    expect(JSON.stringify(asked)).not.toContain(key);
  });

  it("needs no title", async () => {
    const { title: _, ...nameless } = context;
    expect((await post(nameless)).status).toBe(201);
    expect(asked[0]?.body).toMatchObject({ title: null });
  });

  it("answers 200 for the same request once more", async () => {
    answer.body = { ...created, created: false };
    expect((await post(context)).status).toBe(200);
  });

  it.each([
    ["no header", {}],
    ["a key that is none", { authorization: "Bearer secret" }],
    ["a session instead of a key", { authorization: `Basic ${key}` }],
    ["a key sent by a page of another site", { authorization: `Bearer ${key}`, origin: "https://evil.test" }],
  ])("answers 401 with %s, without asking the database", async (_, headers) => {
    const response = await post(context, headers as Record<string, string>);
    expect(response.status).toBe(401);
    expect(await errorOf(response)).toMatchObject({ code: "E_AUTH" });
    expect(asked).toEqual([]);
  });

  it.each([
    ["{", "E_JSON"],
    ["\u0000", "E_JSON"],
    ["", "E_EMPTY"],
  ])("answers 400 when the body is %j: %s", async (body, code) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ code });
  });

  it("answers 422 and names the kind when nobody knows it", async () => {
    const response = await post({ ...context, kind: "direct" });
    expect(response.status).toBe(422);
    expect(await errorOf(response)).toMatchObject({ code: "E_TYPE", fields: [{ path: "kind" }] });
    expect(asked).toEqual([]);
  });

  it.each([
    ["externalId", { ...context, externalId: " " }],
    ["title", { ...context, title: "x".repeat(201) }],
    ["title", { ...context, title: "" }],
    ["parties", { ...context, parties: context.parties.slice(1) }],
    ["externalId", { ...context, externalId: "x".repeat(129) }],
    ["parties.0", { ...context, parties: [{ handle: "ada", email: "ada@parley.test", role: "seller" }] }],
    ["parties.0.role", { ...context, parties: [{ handle: "ada", role: "The Seller" }] }],
    ["", { ...context, admin: true }],
    ["", null],
  ])("answers 422 and names the field %j", async (path, body) => {
    const response = await post(body);
    expect(response.status).toBe(422);
    const error = await errorOf(response);
    expect(error.code).toBe("E_INPUT");
    expect(error.fields?.map((field) => field.path)).toContain(path);
    expect(asked).toEqual([]);
  });

  it("answers 413 for a body that is far too long", async () => {
    expect((await post({ ...context, title: "x".repeat(70_000) })).status).toBe(413);
  });

  it.each([
    [401, "E_AUTH"],
    [404, "E_NOT_FOUND"],
    [409, "E_CONFLICT"],
    [422, "E_INPUT"],
  ])("passes %i %s of the database on, with a sentence", async (status, code) => {
    answer = { status, body: { code: `PT${status}`, message: code, details: null, hint: null } };
    const response = await post(context);
    expect(response.status).toBe(status);
    expect(await errorOf(response)).toMatchObject({ code, message: expect.stringMatching(/^[A-Z].*\.|…$/) });
  });

  it("says in seconds how long to wait", async () => {
    answer = { status: 429, body: { code: "PT429", message: "E_RATE", details: null, hint: "1500" } };
    const response = await post(context);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("2");
  });

  it("answers 500 without a detail when the database answers something unforeseen", async () => {
    answer = { status: 200, body: { secret: "internal" } };
    const response = await post(context);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("internal");
  });
});
