/** Owns how this browser likes the pages: size of text, density, keys, width of the list. One cookie, so that the first paint is right. */
export interface Preferences {
  readonly text: "normal" | "large" | "larger";
  readonly density: "roomy" | "compact";
  /** Enter sends and Shift Enter breaks the line; otherwise Ctrl Enter sends. */
  readonly enterSends: boolean;
  /** Single keys act while nothing is being written: "?" and "/". */
  readonly singleKeys: boolean;
  /** Width of the list beside a conversation, in px at the normal size of text. */
  readonly listWidth: number;
}

export const preferencesCookie = "parley-look";

export const listWidths = { least: 256, normal: 320, most: 480 } as const;

export const usualPreferences: Preferences = {
  text: "normal",
  density: "roomy",
  enterSends: true,
  singleKeys: true,
  listWidth: listWidths.normal,
};

/** What a cookie's value stands for; anything unknown is the usual. */
export function parsePreferences(value: string | undefined): Preferences {
  const said = new Map((value ?? "").split(".").map((part) => [part.charAt(0), part.slice(1)]));
  const width = Math.round(Number(said.get("w")));
  const text = said.get("t");
  return {
    text: text === "large" || text === "larger" ? text : "normal",
    density: said.get("d") === "compact" ? "compact" : "roomy",
    enterSends: said.get("e") !== "0",
    singleKeys: said.get("k") !== "0",
    listWidth: width > 0 ? Math.min(Math.max(width, listWidths.least), listWidths.most) : listWidths.normal,
  };
}

/** The cookie's value; only what is unusual is said. */
export function writePreferences(wishes: Preferences): string {
  return [
    wishes.text === "normal" ? "" : `t${wishes.text}`,
    wishes.density === "roomy" ? "" : `d${wishes.density}`,
    wishes.enterSends ? "" : "e0",
    wishes.singleKeys ? "" : "k0",
    wishes.listWidth === listWidths.normal ? "" : `w${wishes.listWidth}`,
  ]
    .filter((part) => part !== "")
    .join(".");
}
