/** Owns what a page does to the eye and to the hand: layout shifts that no input caused, long tasks, and the times of its frames. */
import type { Page } from "@playwright/test";

export interface Unrest {
  readonly shift: number;
  /** ms */
  readonly longest: number;
  /** Tasks of 50 ms or more. */
  readonly longTasks: number;
}

/** Watches every page of the context from its first moment. */
export async function watchUnrest(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const unrest = { shift: 0, longest: 0, longTasks: 0 };
    Object.assign(globalThis, { unrest });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as PerformanceEntry & { hadRecentInput: boolean; value: number };
        if (!shift.hadRecentInput) unrest.shift += shift.value;
      }
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        unrest.longTasks++;
        unrest.longest = Math.max(unrest.longest, duration);
      }
    }).observe({ type: "longtask", buffered: true });
  });
}

/** What has been seen since the page began, or since the last call. */
export async function takeUnrest(page: Page): Promise<Unrest> {
  return await page.evaluate(() => {
    const { unrest } = globalThis as typeof globalThis & { unrest: Unrest };
    const taken = { ...unrest };
    Object.assign(unrest, { shift: 0, longest: 0, longTasks: 0 });
    return taken;
  });
}

/** Times between the frames that the page draws while `work` runs, in ms. */
export async function frameTimes(page: Page, work: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const frames: number[] = [];
    const state = { frames, running: true };
    Object.assign(globalThis, { frameState: state });
    let last = performance.now();
    const next = (now: number) => {
      frames.push(now - last);
      last = now;
      if (state.running) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await work();
  return page.evaluate(() => {
    const { frameState } = globalThis as typeof globalThis & { frameState: { frames: number[]; running: boolean } };
    frameState.running = false;
    return frameState.frames.slice(1);
  });
}
