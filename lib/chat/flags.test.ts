import { describe, expect, it } from "vitest";
import { flagNames, flagsOf, foldersOf, nextMuteEnd, withoutFolder } from "./flags";

const at = (read: number, newest: number) => ({ id: "c", read, newest });
const now = 1_000;

describe("flags", () => {
  it("an archived conversation comes back with a new message, and stays away while it is muted", () => {
    const archived = { [flagNames.archived("c")]: 7 };
    expect(flagsOf(archived, at(7, 7), now).archived).toBe(true);
    expect(flagsOf(archived, at(7, 8), now).archived).toBe(false);
    const muted = { ...archived, [flagNames.muted("c")]: "always" as const };
    expect(flagsOf(muted, at(7, 8), now).archived).toBe(true);
    expect(flagsOf({ ...archived, [flagNames.muted("c")]: now }, at(7, 8), now).archived).toBe(false);
  });

  it("a mute ends by itself, one without an end does not", () => {
    expect(flagsOf({ [flagNames.muted("c")]: now + 1 }, at(0, 0), now).mutedUntil).toBe(now + 1);
    expect(flagsOf({ [flagNames.muted("c")]: now }, at(0, 0), now).mutedUntil).toBeNull();
    expect(flagsOf({ [flagNames.muted("c")]: "always" }, at(0, 0), Number.MAX_SAFE_INTEGER).mutedUntil).toBe("always");
    expect(flagsOf({ [flagNames.muted("c")]: "mentions" }, at(0, 0), now).mutedUntil).toBe("mentions");
    expect(flagsOf({ [flagNames.muted("c")]: "whatever" }, at(0, 0), now).mutedUntil).toBeNull();
    expect(nextMuteEnd({ "mute:a": now + 9, "mute:b": now + 3, "mute:c": 5, "mute:d": "always" }, now)).toBe(now + 3);
  });

  it("the mark unread ends where reading goes on", () => {
    const marked = { [flagNames.unread("c")]: 4 };
    expect(flagsOf(marked, at(4, 4), now).markedUnread).toBe(true);
    expect(flagsOf(marked, at(5, 5), now).markedUnread).toBe(false);
  });

  it("removing a folder takes its conversations out and leaves other folders alone", () => {
    const values = {
      [flagNames.folder("f")]: "Work",
      [flagNames.inFolder("f", "c")]: true,
      [flagNames.folder("g")]: "Family",
      [flagNames.inFolder("g", "c")]: true,
    };
    expect(foldersOf(values).map(({ name }) => name)).toEqual(["Family", "Work"]);
    expect(flagsOf(values, at(0, 0), now).folders).toEqual(["f", "g"]);
    const cleared = withoutFolder(values, "f");
    const left = Object.fromEntries(Object.entries(values).filter(([name]) => !(name in cleared)));
    expect(flagsOf(left, at(0, 0), now).folders).toEqual(["g"]);
  });

  it("what is stored under a flag's name in another form is no flag", () => {
    const odd = { [flagNames.pinned("c")]: true, [flagNames.muted("c")]: "soon", [flagNames.favourite("c")]: 1 };
    expect(flagsOf(odd, at(0, 0), now)).toMatchObject({ pinnedAt: null, mutedUntil: null, favourite: false });
  });
});
