import { afterEach, expect, test, vi } from "vitest";
import { translateHere, translatesHere } from "./device-translator";

interface Heard {
  readonly created: unknown[];
  destroyed: number;
}

/** A browser that knows German, and translates by turning round. */
function plantBrowser(
  o: { language?: string; confidence?: number; availability?: string; detects?: string } = {},
): Heard {
  const { language = "de", confidence = 0.9, availability = "available", detects = "available" } = o;
  const heard: Heard = { created: [], destroyed: 0 };
  const destroy = () => void heard.destroyed++;
  vi.stubGlobal("LanguageDetector", {
    availability: async () => detects,
    create: async () => ({ detect: async () => [{ detectedLanguage: language, confidence }], destroy }),
  });
  vi.stubGlobal("Translator", {
    availability: async () => availability,
    create: async ({ monitor, signal, ...pair }: { monitor: (target: EventTarget) => void; signal: AbortSignal }) => {
      signal.throwIfAborted();
      heard.created.push(pair);
      const target = new EventTarget();
      monitor(target);
      target.dispatchEvent(Object.assign(new Event("downloadprogress"), { loaded: 0.5 }));
      return { translate: async (text: string) => [...text].toReversed().join(""), destroy };
    },
  });
  return heard;
}

const options = (to: string, onProgress: (loaded: number) => void = () => undefined) => ({
  to,
  onProgress,
  signal: new AbortController().signal,
});

afterEach(() => vi.unstubAllGlobals());

test("a browser that brings no translator translates nothing, and says so", async () => {
  expect(translatesHere()).toBe(false);
  await expect(translateHere("Guten Tag", options("en"))).rejects.toThrow("no translator");
});

test("a text is translated from the language it is in, and the models are let go", async () => {
  const heard = plantBrowser();
  const loaded: number[] = [];
  expect(translatesHere()).toBe(true);
  expect(
    await translateHere(
      "Guten Tag",
      options("en", (part) => loaded.push(part)),
    ),
  ).toEqual({
    kind: "done",
    from: "de",
    text: "gaT netuG",
  });
  expect(heard.created).toEqual([{ sourceLanguage: "de", targetLanguage: "en" }]);
  expect(heard.destroyed).toBe(2);
  expect(loaded).toEqual([0.5]);
});

test("a text in the reader's own language, whatever its region, is not translated", async () => {
  const heard = plantBrowser({ language: "de-AT" });
  expect(await translateHere("Servus", options("de"))).toEqual({ kind: "same" });
  expect(heard.created).toEqual([]);
});

test("a language that can only be guessed, or is none, is not translated", async () => {
  plantBrowser({ confidence: 0.2 });
  expect(await translateHere("ok", options("en"))).toEqual({ kind: "unclear" });
  plantBrowser({ language: "und" });
  expect(await translateHere("123", options("en"))).toEqual({ kind: "unclear" });
});

test("a device on which the browser cannot have its models is told apart from a failure", async () => {
  plantBrowser({ detects: "unavailable" });
  expect(await translateHere("Guten Tag", options("en"))).toEqual({ kind: "unable" });
});

test("a pair without a model is named", async () => {
  plantBrowser({ language: "ga", availability: "unavailable" });
  expect(await translateHere("Dia duit", options("en"))).toEqual({ kind: "unavailable", from: "ga" });
});

test("whoever closes before the model is there stops the fetching of it", async () => {
  const heard = plantBrowser({ availability: "downloadable" });
  await expect(translateHere("Guten Tag", { ...options("en"), signal: AbortSignal.abort() })).rejects.toThrow();
  expect(heard.created).toEqual([]);
});
