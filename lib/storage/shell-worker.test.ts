/** The part of public/sw.js that takes in what other apps share, run as it is with a scripted browser around it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { beforeEach, expect, it, vi } from "vitest";

const source = readFileSync(fileURLToPath(new URL("../../public/sw.js", import.meta.url)), "utf8");
const origin = "https://parley.test";

let network: ReturnType<typeof vi.fn<() => Promise<Response>>>;
let written: string[];
let listeners: Map<string, (event: unknown) => void>;

beforeEach(() => {
  network = vi.fn<() => Promise<Response>>(async () => new Response("from the network"));
  written = [];
  listeners = new Map();
  const cache = { match: async () => undefined, put: async () => written.push("put"), delete: async () => true };
  const self = {
    location: new URL(`${origin}/sw.js`),
    parleyBuild: { id: "b", urgent: false, assets: {} },
    addEventListener: (type: string, listener: (event: unknown) => void) => listeners.set(type, listener),
  };
  const caches = { open: async () => cache, keys: async () => [], delete: async () => true };
  const browser = { importScripts: () => undefined, fetch: network, caches, self, URL, Response, FormData };
  // What the clock of a test replaces is looked up when it is called.
  const clock = {
    setTimeout: (work: () => void, ms: number) => setTimeout(work, ms),
    clearTimeout: (timer: NodeJS.Timeout) => clearTimeout(timer),
  };
  runInNewContext(source, { ...browser, ...clock });
});

interface Fetched {
  answer: Promise<Response> | undefined;
  /** Until all of it is settled the browser keeps the worker. */
  waits: Promise<unknown>[];
}

function fetched(request: Partial<Request>): Fetched {
  const result: Fetched = { answer: undefined, waits: [] };
  listeners.get("fetch")?.({
    request,
    clientId: "",
    resultingClientId: "page",
    respondWith: (answer: Promise<Response>) => (result.answer = answer),
    waitUntil: (work: Promise<unknown>) => result.waits.push(work),
  });
  return result;
}

function post(fields: Record<string, string | File>, mode: RequestMode = "navigate", path = "/share"): Fetched {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return fetched({ url: `${origin}${path}`, method: "POST", mode, formData: async () => form });
}

function ask(type: string): Promise<unknown> {
  return new Promise((resolve) =>
    listeners.get("message")?.({
      data: { type },
      ports: [{ postMessage: resolve }],
      waitUntil: () => undefined,
    }),
  );
}

const secret = { title: "", text: "meet me at the old mill", url: "https://example.org/map" };

it("what is shared is answered here, with the way to its page, and goes nowhere else", async () => {
  const { answer } = post(secret);
  const response = await answer;
  expect([response?.status, response?.headers.get("location")]).toEqual([303, `${origin}/share`]);
  expect(network).not.toHaveBeenCalled();
  expect(written).toEqual([]);
});

it("the page that comes gets it, and no page after it", async () => {
  const { answer, waits } = post(secret);
  await answer;
  expect(waits).toHaveLength(1);
  expect(await ask("shared")).toEqual(secret);
  await Promise.all(waits);
  expect(await ask("shared")).toBeNull();
});

it("what nobody asks for is let go of, and what is shared next takes its place", async () => {
  vi.useFakeTimers();
  try {
    const first = post({ text: "first" });
    await first.answer;
    const second = post({ text: "second", file: new File(["x"], "x.txt") });
    await second.answer;
    await Promise.all(first.waits);
    await vi.advanceTimersByTimeAsync(60_000);
    await Promise.all(second.waits);
    expect(await ask("shared")).toBeNull();
    await post({ text: "third", url: new File(["x"], "x.txt") }).answer;
    expect(await ask("shared")).toEqual({ title: "", text: "third", url: "" });
  } finally {
    vi.useRealTimers();
  }
});

it("whoever signs out takes it along, and from then on nothing is kept, nor let through", async () => {
  const { answer, waits } = post(secret);
  await answer;
  await ask("forget");
  await Promise.all(waits);
  const late = await post(secret).answer;
  expect(late?.status).toBe(303);
  expect(await ask("shared")).toBeNull();
  expect(network).not.toHaveBeenCalled();
});

it("a body that is no form is answered too", async () => {
  const broken = { mode: "navigate", formData: () => Promise.reject(new TypeError()) } as const;
  const { answer } = fetched({ url: `${origin}/share`, method: "POST", ...broken });
  expect((await answer)?.status).toBe(303);
  expect(network).not.toHaveBeenCalled();
});

it("functions that a page calls at the same address, other addresses and other sites are left alone", () => {
  expect(post(secret, "cors").answer).toBeUndefined();
  expect(post(secret, "navigate", "/shared").answer).toBeUndefined();
  expect(fetched({ url: "https://example.org/share", method: "POST", mode: "navigate" }).answer).toBeUndefined();
});

it("the page itself is one like any other: from the network, or without one from the shell", async () => {
  const { answer } = fetched({ url: `${origin}/share`, method: "GET", mode: "navigate" });
  expect(await (await answer)?.text()).toBe("from the network");
});
