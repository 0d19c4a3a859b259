/** Owns how the thing is called that a conversation is about, and how it stands: the platform's words, ours where it gave none. */
import type { ContextView } from "@/lib/chat/view";
import type { MessageKey, Translate } from "@/lib/i18n/translate";

type Known = Extract<MessageKey, `context.states.${string}`> extends `context.states.${infer Word}` ? Word : never;

/** States that are said in the reader's language; every other is shown as the platform wrote it. */
const known: Readonly<Record<Known, true>> = {
  open: true,
  pending: true,
  accepted: true,
  rejected: true,
  paid: true,
  shipped: true,
  delivered: true,
  completed: true,
  cancelled: true,
  disputed: true,
  closed: true,
  ended: true,
};

const isKnown = (state: string): state is Known => Object.hasOwn(known, state);

export function stateWords(t: Translate, state: string): string {
  return isKnown(state) ? t(`context.states.${state}`) : state;
}

const sides = { buyer: 1, seller: 1, candidate: 1, employer: 1, patient: 1, nutritionist: 1, teacher: 1, student: 1 };

/** What the reader takes part as: in their language if it is a usual word, otherwise as the platform wrote it. */
export function sideWords(t: Translate, side: string): string {
  const known = Object.hasOwn(sides, side);
  return t("context.as", { side: known ? t(`context.sides.${side as keyof typeof sides}`) : side });
}

/** The title; a general one where the platform gave none. */
export function contextTitle(t: Translate, { title, kind }: ContextView): string {
  return title ?? t(`kind.${kind}`);
}

/** The line at the beginning of a conversation: who opened it, about what. */
export function occasionWords(t: Translate, context: ContextView): string {
  const kind = t(`kind.${context.kind}`);
  const { title, platform } = context;
  if (context.ended) return t("context.occasionEnded", { kind });
  return title === null
    ? t("context.occasionPlain", { kind, platform })
    : t("context.occasion", { kind, title, platform });
}
