/**
 * Owns translating a text by what the browser itself brings along: nothing leaves the device. Only some browsers do.
 * Source: Translator and Language Detector APIs (W3C Web Machine Learning community group).
 */

type Availability = "unavailable" | "downloadable" | "downloading" | "available";

interface Progress extends Event {
  /** From 0 to 1. */
  readonly loaded: number;
}

interface CreateOptions {
  readonly signal: AbortSignal;
  readonly monitor?: (target: EventTarget) => void;
}

interface Pair {
  readonly sourceLanguage: string;
  readonly targetLanguage: string;
}

interface DetectorEntry {
  availability(): Promise<Availability>;
  create(options: CreateOptions): Promise<{
    detect(text: string): Promise<readonly { readonly detectedLanguage: string; readonly confidence: number }[]>;
    destroy(): void;
  }>;
}

interface TranslatorEntry {
  availability(pair: Pair): Promise<Availability>;
  create(options: CreateOptions & Pair): Promise<{ translate(text: string): Promise<string>; destroy(): void }>;
}

/** What the browser brings along, as it stands in its global scope. */
interface DeviceLanguages {
  readonly LanguageDetector?: DetectorEntry;
  readonly Translator?: TranslatorEntry;
}

/** How a translation came out. Languages are tags of BCP 47. */
export type Translation =
  | { readonly kind: "done"; readonly from: string; readonly text: string }
  /** It is in that language already. */
  | { readonly kind: "same" }
  /** The browser knows how, but has or gets no model on this device. */
  | { readonly kind: "unable" }
  /** Too short or too mixed to tell the language. */
  | { readonly kind: "unclear" }
  /** This browser has no model from that language. */
  | { readonly kind: "unavailable"; readonly from: string };

export interface TranslationOptions {
  /** Tag of the language to translate into. */
  readonly to: string;
  readonly signal: AbortSignal;
  /** How much of a model has been fetched, from 0 to 1; not called if it is there. */
  readonly onProgress: (loaded: number) => void;
}

/** Below it a guess is not worth a translation; a line of chat is short, so it is low. */
const leastConfidence = 0.4;

const brought = (): DeviceLanguages => globalThis as DeviceLanguages;

/** Whether this browser translates at all. */
export function translatesHere(): boolean {
  const { LanguageDetector, Translator } = brought();
  return LanguageDetector !== undefined && Translator !== undefined;
}

/**
 * Translates on the device. The browser may fetch a model from its maker first; the text goes nowhere.
 * @throws DOMException whatever the browser says: aborted, no room for the model, text too long
 */
export async function translateHere(text: string, options: TranslationOptions): Promise<Translation> {
  const { LanguageDetector, Translator } = brought();
  if (!LanguageDetector || !Translator) throw new DOMException("no translator", "NotSupportedError");
  const { to, signal, onProgress } = options;
  const monitor = (target: EventTarget) =>
    target.addEventListener("downloadprogress", (event) => onProgress((event as Progress).loaded));
  if ((await LanguageDetector.availability()) === "unavailable") return { kind: "unable" };
  const detector = await LanguageDetector.create({ signal, monitor });
  const [guess] = await detector.detect(text).finally(() => detector.destroy());
  if (!guess || guess.detectedLanguage === "und" || guess.confidence < leastConfidence) return { kind: "unclear" };
  const from = guess.detectedLanguage;
  if (languageOf(from) === languageOf(to)) return { kind: "same" };
  const pair: Pair = { sourceLanguage: from, targetLanguage: to };
  if ((await Translator.availability(pair)) === "unavailable") return { kind: "unavailable", from };
  const translator = await Translator.create({ ...pair, signal, monitor });
  return { kind: "done", from, text: await translator.translate(text).finally(() => translator.destroy()) };
}

const languageOf = (tag: string) => tag.toLowerCase().split("-")[0];
