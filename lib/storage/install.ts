/** Owns whether this browser should be offered to install Parley, and remembers, on this device, that somebody said no. */
import { Emitter } from "@/lib/base/emitter";

/** What Chromium hands over when a page could be installed. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/** prompt: the browser has its own dialogue · menu: Safari on phones, by its share menu · none: nothing to offer. */
export type InstallWay = "prompt" | "menu" | "none";

const seenKey = "parley-install-seen";
const declinedKey = "parley-install-declined";
/** Nobody is asked in the first minutes: first there is something worth keeping. Milliseconds. */
const firstMs = 10 * 60_000;

/** Whoever signs out leaves nothing here, not even what was offered to them. */
export function forgetInstall(memory: Storage = window.localStorage): void {
  for (const key of [seenKey, declinedKey]) memory.removeItem(key);
}

export class Install {
  readonly changed = new Emitter();
  private readonly memory: Storage;
  private offered: InstallPrompt | null = null;
  private readonly inTab: boolean;
  private readonly byMenu: boolean;

  constructor(page: Window) {
    this.memory = page.localStorage;
    const own = ["standalone", "minimal-ui", "fullscreen"];
    this.inTab = !own.some((mode) => page.matchMedia(`(display-mode: ${mode})`).matches);
    const { userAgent, maxTouchPoints } = page.navigator;
    const apple = /iPhone|iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
    this.byMenu = apple && /Safari\//.test(userAgent) && !/CriOS|FxiOS|EdgiOS/.test(userAgent);
    if (!this.memory.getItem(seenKey)) this.memory.setItem(seenKey, String(Date.now()));
    page.addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      this.offered = event as InstallPrompt;
      this.changed.emit();
    });
    page.addEventListener("appinstalled", () => this.decline());
  }

  /** How it could be installed, if now is the time to say so. */
  get way(): InstallWay {
    const early = Date.now() - Number(this.memory.getItem(seenKey)) < firstMs;
    if (early || !this.inTab || this.memory.getItem(declinedKey)) return "none";
    return this.offered ? "prompt" : this.byMenu ? "menu" : "none";
  }

  async ask(): Promise<void> {
    const { offered } = this;
    // It can be shown once; whatever the answer was, it is not asked for again.
    this.decline();
    await offered?.prompt();
  }

  /** No more of it on this device. */
  decline(): void {
    this.memory.setItem(declinedKey, "1");
    this.offered = null;
    this.changed.emit();
  }
}
