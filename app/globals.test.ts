import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** The colours of globals.css, light and dark, as relative luminance. */
const css = readFileSync("app/globals.css", "utf8");

function luminance(colour: string): number {
  const [l, c, h] = colour.split(/\s+/).map(Number) as [number, number, number];
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const [x, y, z] = [
    (l + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (l - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (l - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ];
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  const red = clip(4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z);
  const green = clip(-1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z);
  const blue = clip(-0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function token(name: string, theme: "light" | "dark"): number {
  const pair = new RegExp(`--${name}: light-dark\\(oklch\\(([^)]+)\\), oklch\\(([^)]+)\\)\\)`).exec(css);
  const single = new RegExp(`--${name}: oklch\\(([^)]+)\\)`).exec(css);
  const colour = pair ? pair[theme === "light" ? 1 : 2] : single?.[1];
  if (!colour) throw new Error(`no colour ${name}`);
  return luminance(colour);
}

function contrast(one: string, other: string, theme: "light" | "dark"): number {
  const [a, b] = [token(one, theme), token(other, theme)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const grounds = ["canvas", "sunken", "surface", "fill"] as const;

describe.each(["light", "dark"] as const)("%s", (theme) => {
  it("keeps message text at 7:1 and above", () => {
    expect(contrast("on-own", "own", theme)).toBeGreaterThanOrEqual(7);
    expect(contrast("ink", "other", theme)).toBeGreaterThanOrEqual(7);
  });

  it("keeps all other text at 4.5:1 and above", () => {
    for (const text of ["ink", "muted", "faint", "accent", "danger", "caution", "success"])
      for (const ground of grounds)
        expect(contrast(text, ground, theme), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    for (const tone of ["danger", "caution", "success", "accent"])
      expect(contrast(tone, `${tone}-soft`, theme), tone).toBeGreaterThanOrEqual(4.5);
    for (const ground of ["danger-soft", "caution-soft", "success-soft", "fill-strong"])
      expect(contrast("muted", ground, theme), ground).toBeGreaterThanOrEqual(4.5);
    for (const fill of ["accent-fill", "accent-press", "danger-fill"])
      expect(contrast("on-accent", fill, theme), fill).toBeGreaterThanOrEqual(4.5);
  });

  it("keeps marks and the edges of controls at 3:1 and above", () => {
    for (const mark of ["edge", "caution-mark", "accent-fill"])
      for (const ground of ["canvas", "surface"])
        expect(contrast(mark, ground, theme), `${mark} on ${ground}`).toBeGreaterThanOrEqual(3);
  });
});
