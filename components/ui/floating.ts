/** Owns the look that menus, popovers, dialogs and sheets share. */

/** A panel that floats above the page. */
export const panelStyle =
  "bg-surface text-ink shadow-float outline-none transition-[opacity,transform] duration-150 ease-out forced-colors:border";

/** Fade and grow from the anchor. */
export const popStyle =
  "origin-(--transform-origin) data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0";

/** The veil behind what is modal. */
export const veilStyle =
  "fixed inset-0 min-h-dvh bg-veil transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0 supports-[-webkit-touch-callout:none]:absolute";
