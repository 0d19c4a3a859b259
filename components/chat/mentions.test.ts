import { describe, expect, it } from "vitest";
import type { PersonView } from "@/lib/chat/view";
import { mentionChoices, namedIn, splitMentions, typedMention } from "./mentions";

const person = (userId: string, name: string, me = false): PersonView => {
  return { userId, handle: name.toLowerCase().replace(" ", "_"), name, me, trust: "unverified" };
};
const ann = person("1", "Ann");
const annLee = person("2", "Ann Lee");
const zoe = person("3", "Zoë Öz");

describe("mentions", () => {
  it("are the longest name that fits, and whole words only", () => {
    const named = (text: string) => splitMentions(text, [ann, annLee]).map((part) => part.person?.name ?? part.text);
    expect(named("@Ann Lee and @Ann, not @Annabel")).toEqual(["Ann Lee", " and ", "Ann", ", not @Annabel"]);
  });

  it("joined again are the text, and name each person once", () => {
    const text = "@Ann @Zoë Öz@Ann @@";
    expect(
      splitMentions(text, [ann, zoe])
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
    expect(namedIn(text, [ann, zoe])).toEqual(["1", "3"]);
    expect(namedIn("mail@Annsite", [ann])).toEqual([]);
  });

  it("are being typed from an @ at the beginning of a word to the place of writing", () => {
    expect(typedMention("hi @an", 6)).toEqual({ from: 3, search: "an" });
    expect(typedMention("@", 1)).toEqual({ from: 0, search: "" });
    expect(typedMention("hi @ann lee", 11)).toEqual({ from: 3, search: "ann lee" });
    expect(typedMention("@ann", 0)).toBeNull();
    for (const text of ["a@b", "hi @ ", "hi @a\nb", "none"]) expect(typedMention(text, text.length)).toBeNull();
  });

  it("offer others by any word of their name", () => {
    expect(mentionChoices("öz", [ann, zoe, person("4", "Öz Me", true)])).toEqual([zoe]);
    expect(mentionChoices("", [ann, annLee])).toHaveLength(2);
  });
});
