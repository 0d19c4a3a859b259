/** Owns how long a conversation takes until its messages are painted, as the page itself sees it: no time of a remote control in it. */
import type { Page } from "@playwright/test";

/** Rows are shown when they have been measured; before, they stand where an estimate puts them. */
const shown = '[data-measured="true"] [data-bubble]';

/** Puts the moment in which the first message of a load (or what else fits) was painted where `paintedAfterLoad` finds it. Once per page. */
export async function watchFirstPaint(page: Page, wanted = shown): Promise<void> {
  await page.addInitScript((selector) => {
    Object.assign(globalThis, {
      painted: new Promise<number>((resolve) => {
        const look = () => {
          if (document.querySelector(selector))
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    });
  }, wanted);
}

/** From the beginning of the navigation to what is watched for on screen, in ms. */
export function paintedAfterLoad(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as typeof globalThis & { painted: Promise<number> }).painted);
}

/** From a click on the first link that fits to the first message (or what else fits) on screen, in ms. */
export function paintedAfterClick(page: Page, link: string, wanted = shown): Promise<number> {
  return page.evaluate(
    ([linkSelector, selector]) =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        document.querySelector<HTMLElement>(linkSelector)?.click();
        const look = () => {
          if (document.querySelector(selector)?.checkVisibility())
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
          else requestAnimationFrame(look);
        };
        look();
      }),
    [link, wanted] as const,
  );
}
