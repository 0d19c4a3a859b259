"use client";
/** Owns what a person is told when the code of a part cannot be had: in its place with a way to try again, or by a notice. */
import { type ComponentType, useEffect, useEffectEvent } from "react";
import { lazyPart, type LazyPart, type Missed } from "@/components/ui/lazy-part";
import { toast } from "@/components/ui/toast-queue";
import { wordsOf } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { TryAgain } from "./try-again";

/** A part that stands in the page: so do the words about it. */
export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>): LazyPart<Props> {
  return lazyPart(load, { missing: TryAgain });
}

interface Floats {
  onClose?: () => void;
  onOpenChange?: (open: boolean) => void;
}

/** A part that floats above the page because it was asked for: without its code it is closed again, and pressing again asks again. */
export function floating<Props extends Floats>(load: () => Promise<ComponentType<Props>>): LazyPart<Props> {
  return lazyPart(load, { missing: Told });
}

function Told({ thrown, onClose, onOpenChange }: Missed & Floats) {
  const t = useTranslate();
  const tell = useEffectEvent(() => {
    toast(wordsOf(t, thrown).what, "danger");
    onClose?.();
    onOpenChange?.(false);
  });
  useEffect(() => tell(), []);
  return null;
}
