import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DELETE, PATCH } from "./route";

const key = `pk_${"A".repeat(43)}`;
const id = "7b0c1c1e-8f5e-4d0b-9f6e-111111111111";
const conversation = "7b0c1c1e-8f5e-4d0b-9f6e-222222222222";
const state = { context: id, conversation, title: "Road bike", state: "paid", ended: false, closed: false };

let rest: Server;
let answer: { status: number; body: unknown };
let asked: { path: string; body: unknown }[];

beforeAll(async () => {
  rest = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += String(chunk)));
    request.on("end", () => {
      asked.push({ path: request.url ?? "", body: JSON.parse(text) });
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
  answer = { status: 200, body: state };
  asked = [];
});

type Handler = typeof PATCH;
const authorized: Record<string, string> = { authorization: `Bearer ${key}` };

function ask(handler: Handler, body?: unknown, headers = authorized, which = id): Promise<Response> {
  const method = handler === PATCH ? "PATCH" : "DELETE";
  const text = typeof body === "string" ? body : body === undefined ? null : JSON.stringify(body);
  const request = new Request(`http://localhost:3000/api/contexts/${which}`, { method, body: text, headers });
  return handler(request, { params: Promise.resolve({ id: which }) });
}

const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

describe("PATCH /api/contexts/:id", () => {
  it("passes title and state on, and answers how the thing stands now", async () => {
    const response = await ask(PATCH, { title: " Road bike ", state: "paid" });
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({ ...state, url: `http://localhost:3000/c/${conversation}` });
    expect(asked).toEqual([
      {
        path: "/rest/v1/rpc/host_change_context",
        body: {
          key_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
          context: id,
          change: { title: "Road bike", state: "paid" },
        },
      },
    ]);
  });

  it.each([{ title: null }, { state: "shipped" }, { closed: true }])("takes %j alone", async (change) => {
    expect((await ask(PATCH, change)).status).toBe(200);
    expect(asked[0]?.body).toMatchObject({ change });
  });

  it.each([
    {},
    { closed: "yes" },
    { state: null },
    { state: "x".repeat(33) },
    { title: "" },
    { kind: "post" },
    { externalId: "2" },
    [],
  ])("answers 422 for %j, without asking the database", async (body) => {
    const response = await ask(PATCH, body);
    expect(response.status).toBe(422);
    expect(await codeOf(response)).toBe("E_INPUT");
    expect(asked).toEqual([]);
  });

  it("answers 400 for what is no JSON, and 413 for what is far too long", async () => {
    expect((await ask(PATCH, "{")).status).toBe(400);
    expect((await ask(PATCH, { title: "x".repeat(9_000) })).status).toBe(413);
  });
});

describe("DELETE /api/contexts/:id", () => {
  it("says that the thing is over", async () => {
    answer.body = { ...state, title: null, state: "ended", ended: true };
    const response = await ask(DELETE);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ ended: true, title: null });
    expect(asked[0]?.path).toBe("/rest/v1/rpc/host_end_context");
  });
});

describe.each([
  ["PATCH", PATCH, { state: "paid" }],
  ["DELETE", DELETE, undefined],
] as const)("%s", (_, handler, body) => {
  it.each([
    ["without a key", {}],
    ["with a key that is none", { authorization: "Bearer secret" }],
    ["sent by a page of another site", { ...authorized, origin: "https://evil.test" }],
  ])("answers 401 %s, without asking the database", async (__, headers) => {
    const response = await ask(handler, body, headers as Record<string, string>);
    expect(response.status).toBe(401);
    expect(asked).toEqual([]);
  });

  it("answers 404 for what is no id, like for one that is not there", async () => {
    expect((await ask(handler, body, authorized, "order-4711")).status).toBe(404);
    answer = { status: 404, body: { code: "PT404", message: "E_NOT_FOUND", details: null, hint: null } };
    const response = await ask(handler, body);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { message: "There is no such context of this platform." } });
  });

  it("answers 409 once it has ended", async () => {
    answer = { status: 409, body: { code: "PT409", message: "E_CONFLICT", details: null, hint: null } };
    const response = await ask(handler, body);
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringMatching(/^This context has ended/) },
    });
  });
});
