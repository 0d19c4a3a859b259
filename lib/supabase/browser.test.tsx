import { DEFAULT_COOKIE_OPTIONS } from "@supabase/ssr";
import * as v from "valibot";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { codeOf } from "@/lib/base/errors";
import { createBrowserSupabase } from "./browser";
import { call } from "./rpc";
import { documentCookies } from "./whole-client";

/** Every test has a backend, and with it cookies, of its own: a client lives as long as the page. */
let backend = 0;
const connect = () =>
  createBrowserSupabase({
    supabaseUrl: `https://backend-${backend}.parley.test`,
    publishableKey: "key",
    modRoot: "ab".repeat(32),
    appUrl: "http://localhost:3000",
    mailUrl: null,
    callUrl: null,
    retentionDays: 365,
  });

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const loginOf = (token: string, endsIn: number) => ({
  access_token: token,
  refresh_token: `renews ${token}`,
  token_type: "bearer",
  expires_in: endsIn,
  expires_at: inSeconds(endsIn),
  user: { id: "u-1", email: "zoe@parley.test" },
});
const keep = (login: object) =>
  documentCookies.setAll([
    { name: `sb-backend-${backend}-auth-token`, value: JSON.stringify(login), options: DEFAULT_COOKIE_OPTIONS },
  ]);

/** Who asked the database, in order; and how often a token was renewed. */
let asked: (string | null)[];
let renewals: number;
let renewed: () => Response;

beforeEach(() => {
  backend++;
  asked = [];
  renewals = 0;
  renewed = () => Response.json(loginOf("fresh", 3600));
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    if (request.url.includes("/auth/v1/token?grant_type=refresh_token")) {
      renewals++;
      return renewed();
    }
    asked.push(request.headers.get("authorization"));
    return Response.json(true);
  });
});

afterEach(() => vi.unstubAllGlobals());

const ask = (client: ReturnType<typeof connect>) => call(client, "session_alive", {}, v.boolean());

it("a token that lasts is used as it is, and nothing is renewed", async () => {
  keep(loginOf("lasting", 3600));
  await ask(connect());
  expect(asked).toEqual(["Bearer lasting"]);
  expect(renewals).toBe(0);
});

it("a token that is about to end is renewed once, however many ask, and the new one is kept", async () => {
  keep(loginOf("ending", 60));
  const client = connect();
  await Promise.all([ask(client), ask(client), ask(client)]);
  expect(asked).toEqual(["Bearer fresh", "Bearer fresh", "Bearer fresh"]);
  expect(renewals).toBe(1);
  expect(client.stored()?.access_token).toBe("fresh");
});

it("a login that the server no longer knows ends in every tab, and asks for nothing any more", async () => {
  keep(loginOf("ended", -60));
  renewed = () => Response.json({ code: "refresh_token_not_found", message: "Invalid Refresh Token" }, { status: 400 });
  const client = connect();
  const heard = vi.fn<(userId: string | null) => void>();
  client.watchLogin(heard);
  await ask(client).catch(() => undefined);
  expect(asked).not.toContain("Bearer ended");
  await vi.waitFor(() => expect(heard).toHaveBeenCalledWith(null));
  expect(client.stored()).toBeNull();
});

it("without a network a login that has to be renewed stays, and the asking counts as offline", async () => {
  keep(loginOf("ended", -60));
  renewed = () => {
    throw new TypeError("Failed to fetch");
  };
  const client = connect();
  vi.useFakeTimers({ toFake: ["setTimeout", "Date"] });
  try {
    await client.auth();
    const answer = ask(client).catch(codeOf);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(await answer).toBe("E_OFFLINE");
  } finally {
    vi.useRealTimers();
  }
  expect(client.stored()?.access_token).toBe("ended");
});
