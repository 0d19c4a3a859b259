/** Owns what a page does to the eye and to the hand: layout shifts that no input caused, long tasks, and the times of its frames. */
import type { Page } from "@playwright/test";

export interface Unrest {
  readonly shift: number;
  /** ms */
  readonly longest: number;
  /** Tasks of 50 ms or more. */
  readonly longTasks: number;
}

/** A task that every observer of long tasks sees. ms */
const marker = 60;
/** How long the browser may take to tell of a task that has ended. ms */
const patience = 10_000;

interface Watch extends Unrest {
  /** The moment from which tasks are no longer counted, and who waits to hear of one. */
  until: number;
  told: (() => void) | null;
}

/** Watches every page of the context from its first moment. */
export async function watchUnrest(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const unrest = { shift: 0, longest: 0, longTasks: 0, until: Infinity, told: null as (() => void) | null };
    Object.assign(globalThis, { unrest });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as PerformanceEntry & { hadRecentInput: boolean; value: number };
        if (!shift.hadRecentInput) unrest.shift += shift.value;
      }
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        if (startTime + duration > unrest.until) unrest.told?.();
        else {
          unrest.longTasks++;
          unrest.longest = Math.max(unrest.longest, duration);
        }
      }
    }).observe({ type: "longtask", buffered: true });
  });
}

/**
 * What has been seen since the page began, or since the last call. The browser tells of a long task some time after it
 * has ended, so a long task of our own is put behind them all: when that one is told of, nothing is missing.
 */
export async function takeUnrest(page: Page): Promise<Unrest> {
  return await page.evaluate(
    ([markerMs, patienceMs]) =>
      new Promise<Unrest>((resolve, reject) => {
        const { unrest } = globalThis as typeof globalThis & { unrest: Watch };
        const late = setTimeout(() => reject(new Error("The browser tells of no long task.")), patienceMs);
        unrest.told = () => {
          clearTimeout(late);
          const { shift, longest, longTasks } = unrest;
          Object.assign(unrest, { shift: 0, longest: 0, longTasks: 0, until: Infinity, told: null });
          resolve({ shift, longest, longTasks });
        };
        setTimeout(() => {
          unrest.until = performance.now();
          while (performance.now() - unrest.until < markerMs);
        });
      }),
    [marker, patience] as const,
  );
}

/** Shows that a task of 120 ms is seen, and that our own marker is not; fails before anything is measured by an eye that is shut. */
export async function checkUnrest(page: Page): Promise<void> {
  await takeUnrest(page);
  await page.evaluate(() =>
    setTimeout(() => {
      const began = performance.now();
      while (performance.now() - began < 120);
    }),
  );
  const { longest } = await takeUnrest(page);
  if (longest < 119) throw new Error(`A task of 120 ms was planted, and ${longest} ms were seen.`);
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
