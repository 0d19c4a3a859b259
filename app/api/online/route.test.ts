import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GET } from "./route";

const id = "7b0c1c1e-8f5e-4d0b-9f6e-111111111111";

let rest: Server;
/** What the scripted database answers, and what it was asked. */
let answer: { status: number; body: unknown };
let asked: { path: string; authorization: string | undefined; apikey: unknown; body: unknown }[];

beforeAll(async () => {
  rest = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += String(chunk)));
    request.on("end", () => {
      const { authorization, apikey } = request.headers;
      asked.push({ path: request.url ?? "", authorization, apikey, body: JSON.parse(text) as unknown });
      response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => rest.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("APP_URL", "http://localhost:3000");
  vi.stubEnv("NEXT_PUBLIC_SUPABASE_URL", `http://127.0.0.1:${(rest.address() as AddressInfo).port}`);
  vi.stubEnv("NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY", "sb_publishable_test");
  vi.stubEnv("SUPABASE_SECRET_KEY", "sb_secret_test");
  vi.stubEnv("PARLEY_MOD_ROOT", "ab".repeat(32));
});

afterAll(() => {
  vi.unstubAllEnvs();
  rest.close();
});

beforeEach(() => {
  answer = { status: 200, body: { online: 3 } };
  asked = [];
});

const get = (search: string, headers: Record<string, string> = { authorization: "Bearer token-of-ada" }) =>
  GET(new Request(`http://localhost:3000/api/online${search}`, { headers }));
const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

describe("GET /api/online", () => {
  it("counts as the person whose token it is, and never with a key of its own", async () => {
    const response = await get(`?conversation=${id}`);
    expect([response.status, await response.json()]).toEqual([200, { online: 3 }]);
    expect(response.headers.get("cache-control")).toBe("no-store");
    await get("");
    const call = { path: "/rest/v1/rpc/online_count", authorization: "Bearer token-of-ada" };
    expect(asked).toEqual([
      { ...call, apikey: "sb_publishable_test", body: { conversation: id } },
      { ...call, apikey: "sb_publishable_test", body: { conversation: null } },
    ]);
  });

  it.each([true, false, null])("says of one person what they show: %s", async (online) => {
    answer = { status: 200, body: { online } };
    expect(await (await get(`?person=${id}`)).json()).toEqual({ online });
    expect(asked).toMatchObject([{ path: "/rest/v1/rpc/online", body: { person: id } }]);
  });

  it("asks nobody without a token, and passes on that one is not valid", async () => {
    const without = await get("", {});
    expect([without.status, await codeOf(without), asked]).toEqual([401, "E_AUTH", []]);
    answer = { status: 401, body: { code: "PGRST301", message: "JWT expired" } };
    const expired = await get("");
    expect([expired.status, await codeOf(expired)]).toEqual([401, "E_AUTH"]);
  });

  it.each(["?person=ada", `?person=${id}&conversation=${id}`, "?who=me"])("refuses %s", async (search) => {
    const response = await get(search);
    expect([response.status, asked]).toEqual([422, []]);
  });

  it("does not tell a conversation one is not in from one that does not exist", async () => {
    answer = { status: 404, body: { code: "PT404", message: "E_NOT_FOUND" } };
    const response = await get(`?conversation=${id}`);
    expect([response.status, await codeOf(response)]).toEqual([404, "E_NOT_FOUND"]);
  });
});
