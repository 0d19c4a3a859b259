import { beforeEach, describe, expect, it, vi } from "vitest";
import { Install } from "./install";

const minute = 60_000;
const desktop = "Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0 Safari/537.36";
const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) Version/18.4 Mobile/15E148 Safari/604.1";

let memory: Map<string, string>;

/** A page of a browser; `offer` is the moment it finds that this could be installed. */
function page({ userAgent = desktop, standalone = false } = {}) {
  const target = new EventTarget();
  const prompt = vi.fn<() => Promise<void>>(async () => undefined);
  const localStorage = {
    getItem: (name: string) => memory.get(name) ?? null,
    setItem: (name: string, value: string) => void memory.set(name, value),
  };
  const parts = {
    localStorage,
    navigator: { userAgent, maxTouchPoints: 0 },
    matchMedia: (query: string) => ({ matches: standalone && query.includes("standalone") }),
  };
  const install = new Install(Object.assign(target, parts) as unknown as Window);
  const offer = () => target.dispatchEvent(Object.assign(new Event("beforeinstallprompt"), { prompt }));
  return { install, offer, prompt };
}

beforeEach(() => {
  memory = new Map();
  vi.useFakeTimers({ now: 1_000 });
  return () => vi.useRealTimers();
});

describe("the offer to install", () => {
  it("comes when the browser can, after the first minutes", () => {
    const { install, offer } = page();
    offer();
    expect(install.way).toBe("none");
    vi.advanceTimersByTime(11 * minute);
    expect(install.way).toBe("prompt");
  });

  it("counts the first minutes from the first visit on this device", () => {
    page();
    vi.advanceTimersByTime(11 * minute);
    const { install, offer } = page();
    offer();
    expect(install.way).toBe("prompt");
  });

  it("names the share menu where there is no dialogue", () => {
    const { install } = page({ userAgent: iphone });
    vi.advanceTimersByTime(11 * minute);
    expect(install.way).toBe("menu");
  });

  it("is silent in a browser that can do neither, and in an installed app", () => {
    const plain = page();
    const installed = page({ standalone: true });
    vi.advanceTimersByTime(11 * minute);
    installed.offer();
    expect([plain.install.way, installed.install.way]).toEqual(["none", "none"]);
  });

  it("is made once: after an answer, or a no, never again on this device", async () => {
    const { install, offer, prompt } = page();
    vi.advanceTimersByTime(11 * minute);
    offer();
    await install.ask();
    expect(prompt).toHaveBeenCalledOnce();
    const next = page();
    next.offer();
    expect([install.way, next.install.way]).toEqual(["none", "none"]);
  });
});
