import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { MessageRow } from "@/lib/chat/view-message";
import TranslationDialog from "./translation-dialog";

const row = { text: "Wir treffen uns um acht", mentions: [] } as unknown as MessageRow;

/** What the next detection comes to; the browser is not ours. */
let detect: () => Promise<readonly { detectedLanguage: string; confidence: number }[]>;
let signal: AbortSignal | null = null;

beforeEach(() => {
  document.documentElement.lang = "en";
  detect = async () => [{ detectedLanguage: "de", confidence: 0.9 }];
  const destroy = () => undefined;
  vi.stubGlobal("LanguageDetector", {
    availability: async () => "available",
    create: async (options: { signal: AbortSignal }) => {
      signal = options.signal;
      return { detect: () => detect(), destroy };
    },
  });
  vi.stubGlobal("Translator", {
    availability: async () => "available",
    create: async () => ({ translate: async () => "We meet at eight", destroy }),
  });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("the translation stands above the original, with the language it is from", async () => {
  render(<TranslationDialog row={row} onClose={() => undefined} />);
  await screen.findByText("We meet at eight");
  screen.getByText("From German");
  screen.getByText("Wir treffen uns um acht");
  screen.getByText(/sent nowhere/);
});

it("a failure is said, and can be tried again", async () => {
  detect = async () => {
    throw new DOMException("no room", "QuotaExceededError");
  };
  render(<TranslationDialog row={row} onClose={() => undefined} />);
  await screen.findByText("The translation did not work.");
  detect = async () => [{ detectedLanguage: "de", confidence: 0.9 }];
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText("We meet at eight");
  expect(screen.queryByText("The translation did not work.")).toBeNull();
});

it("closing ends what was begun", async () => {
  detect = () => new Promise(() => undefined);
  const { unmount } = render(<TranslationDialog row={row} onClose={() => undefined} />);
  await vi.waitFor(() => expect(signal).not.toBeNull());
  expect(signal?.aborted).toBe(false);
  unmount();
  expect(signal?.aborted).toBe(true);
});
