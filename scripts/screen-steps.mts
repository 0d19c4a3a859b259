/** Owns how a page is brought into the state that is looked at: the steps a person would take, by the words of the language on screen. */
import type { Locator, Page } from "@playwright/test";
import english from "../messages/en.json" with { type: "json" };

export type Words = typeof english;
export type Step = (page: Page, words: Words) => Promise<void>;

/** One step after the other. */
export const steps =
  (...all: readonly Step[]): Step =>
  async (page, words) => {
    for (const step of all) await step(page, words);
  };

/** Presses the button with the words that `name` finds. */
export const press =
  (name: (words: Words) => string): Step =>
  async (page, words) => {
    const named = { name: name(words), exact: true };
    await page.getByRole("button", named).or(page.getByRole("menuitem", named)).last().click();
  };

export const shows =
  (place: (page: Page) => Locator): Step =>
  async (page) => {
    await place(page).first().waitFor();
  };

export const dialogShows = shows((page) => page.getByRole("dialog"));
export const timelineShows = shows((page) => page.locator("[data-measured=true]"));

/** Writes into the message field. */
export const writes =
  (text: string): Step =>
  async (page) => {
    await page.locator("#main textarea").fill(text);
  };

/** The menu of a message: own ones have more verbs. */
export const opensMenuOf =
  (message: string): Step =>
  async (page) => {
    const bubble = page.locator("[data-bubble]").filter({ hasText: message }).last();
    // What is out of view is not drawn.
    for (let tries = 0; tries < 20 && !(await bubble.isVisible()); tries++) {
      await page.getByRole("log").evaluate((log) => log.scrollBy(0, -300));
      await page.waitForTimeout(50);
    }
    await bubble.click({ button: "right" });
    // Under a finger it comes from below, as a dialog.
    await page.getByRole("menu").or(page.getByRole("dialog")).waitFor();
  };

export const opensDetails: Step = steps(
  timelineShows,
  press((words) => words.conversation.details),
  shows((page) => page.locator("aside, [role=dialog]").locator("h2")),
);

export const opensFirstConversation: Step = async (page) => {
  await page.locator("[data-row]").first().click();
  await page.locator("[data-bubble], textarea").first().waitFor();
};

/** The browser is one that translates on the device, and says this. Few do where pictures are taken. */
export const bringsTranslator =
  (translation: string): Step =>
  (page) =>
    page.evaluate((text) => {
      const destroy = () => undefined;
      const availability = async () => "available";
      const detect = async () => [{ detectedLanguage: "fr", confidence: 1 }];
      Object.assign(globalThis, {
        LanguageDetector: { availability, create: async () => ({ detect, destroy }) },
        Translator: { availability, create: async () => ({ translate: async () => text, destroy }) },
      });
    }, translation);
