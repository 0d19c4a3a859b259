/** Owns the generated picture of a person or a group: same id, same colours, on every device; no image is ever fetched. */
import { Bookmark, UsersRound } from "lucide-react";
import { cn } from "./cn";

const hues = [28, 55, 82, 118, 150, 178, 205, 232, 258, 288, 318, 348] as const;

/** A hue in degrees that depends on nothing but the id (FNV-1a). */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return hues[(hash >>> 0) % hues.length] ?? 258;
}

/** At most two letters: first of the first word, first of the last. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = [...(words[0] ?? "")][0] ?? "";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}

export interface AvatarProps {
  id: string;
  name: string;
  size?: "small" | "normal" | "large" | "huge";
  shape?: "person" | "group" | "note";
  className?: string;
}

const sizes = {
  small: "size-7 text-12 [&_svg]:size-3.5",
  normal: "size-11 text-15 [&_svg]:size-5",
  large: "size-14 text-18 [&_svg]:size-6",
  huge: "size-20 text-28 [&_svg]:size-9",
} as const;

/** Decoration: a name always stands beside it. */
export function Avatar({ id, name, size = "normal", shape = "person", className }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      style={{ "--hue": hueOf(id) }}
      className={cn(
        "avatar inline-flex shrink-0 items-center justify-center rounded-full font-semibold tracking-tight select-none",
        shape === "group" && "rounded-[32%]",
        sizes[size],
        className,
      )}
    >
      {shape === "group" ? <UsersRound /> : shape === "note" ? <Bookmark /> : initialsOf(name)}
    </span>
  );
}
