import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { usualPreferences } from "@/components/ui/preferences";
import { prefer } from "@/components/ui/use-preferences";
import { Composer, type ComposerProps, longestMessage } from "./composer";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  prefer(usualPreferences);
});

function open(more: Partial<ComposerProps> = {}) {
  const sent: string[] = [];
  const drafts: string[] = [];
  render(
    <Composer
      title="Mira"
      seal="closed"
      draft=""
      canWrite="yes"
      offline={false}
      queued={0}
      first={false}
      shell={false}
      people={[]}
      task={null}
      onEndTask={() => {}}
      onEditLast={() => {}}
      onSend={(text) => sent.push(text)}
      onDraft={(text) => drafts.push(text)}
      onTyping={() => {}}
      {...more}
    />,
  );
  const field = screen.getByRole<HTMLTextAreaElement>("textbox");
  const write = (text: string) => fireEvent.change(field, { target: { value: text } });
  return { sent, drafts, field, write };
}

const none = () => undefined;
const touch = () =>
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: query === "(pointer: coarse)",
    addEventListener: none,
    removeEventListener: none,
  }));

describe("Composer", () => {
  it("sends with Enter, trimmed, and is empty afterwards", () => {
    const { sent, field, write } = open();
    write("  Hello \n");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(sent).toEqual(["Hello"]);
    expect(field.value).toBe("");
  });

  it("breaks the line with Shift+Enter instead of sending", () => {
    const { sent, field, write } = open();
    write("Hello");
    expect(fireEvent.keyDown(field, { key: "Enter", shiftKey: true })).toBe(true);
    expect(sent).toEqual([]);
  });

  it("takes Enter for a new line where that is preferred, and then sends with Ctrl or ⌘", () => {
    prefer({ enterSends: false });
    const { sent, field, write } = open();
    write("Hello");
    expect(fireEvent.keyDown(field, { key: "Enter" })).toBe(true);
    expect(sent).toEqual([]);
    fireEvent.keyDown(field, { key: "Enter", ctrlKey: true });
    write("again");
    fireEvent.keyDown(field, { key: "Enter", metaKey: true });
    expect(sent).toEqual(["Hello", "again"]);
  });

  it("never sends while an input method composes", () => {
    const { sent, field, write } = open();
    write("こんにち");
    fireEvent.keyDown(field, { key: "Enter", isComposing: true });
    fireEvent.keyDown(field, { key: "Enter", keyCode: 229 });
    expect(sent).toEqual([]);
  });

  it("breaks the line on touch screens, where there is no Shift", () => {
    touch();
    const { sent, field, write } = open();
    write("Hello");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(sent).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Send" }));
    expect(sent).toEqual(["Hello"]);
  });

  it("names the key on a screen's keyboard after what it does", () => {
    expect(open().field.getAttribute("enterkeyhint")).toBe("send");
    cleanup();
    prefer({ enterSends: false });
    expect(open().field.getAttribute("enterkeyhint")).toBe("enter");
    cleanup();
    prefer(usualPreferences);
    touch();
    expect(open().field.getAttribute("enterkeyhint")).toBe("enter");
  });

  it("sends neither nothing nor too much", () => {
    const { sent, field, write } = open();
    write("   ");
    fireEvent.keyDown(field, { key: "Enter" });
    write("x".repeat(longestMessage + 1));
    fireEvent.keyDown(field, { key: "Enter" });
    expect(sent).toEqual([]);
    expect(screen.getByRole("status").textContent).toContain("1 character too many");
    // An emoji counts as what it takes: what the field lets through, no body refuses.
    write("😀".repeat(longestMessage / 2 + 1));
    expect(screen.getByRole("status").textContent).toContain("2 characters too many");
    write("😀".repeat(longestMessage / 2));
    fireEvent.keyDown(field, { key: "Enter" });
    expect(sent).toHaveLength(1);
  });

  it("says how much is left when it is little", () => {
    const { write } = open();
    write("x".repeat(longestMessage - 400));
    expect(screen.getByRole("status").textContent).toBe("");
    write("x".repeat(longestMessage - 12));
    expect(screen.getByRole("status").textContent).toContain("12 characters left");
  });

  it("marks what is selected, and takes the marks away again", () => {
    const { sent, field, write } = open();
    write("so good");
    field.setSelectionRange(3, 7);
    fireEvent.keyDown(field, { key: "b", ctrlKey: true });
    expect(field.value).toBe("so **good**");
    fireEvent.keyDown(field, { key: "b", metaKey: true });
    expect(field.value).toBe("so good");
    expect(sent).toEqual([]);
  });

  it("marks with Caps Lock, and on a keyboard that writes Arabic", () => {
    const { field, write } = open();
    write("good");
    field.setSelectionRange(0, 4);
    fireEvent.keyDown(field, { key: "B", code: "KeyB", ctrlKey: true });
    expect(field.value).toBe("**good**");
    fireEvent.keyDown(field, { key: "لا", code: "KeyB", ctrlKey: true });
    expect(field.value).toBe("good");
  });

  it("offers people after an @, takes one with Enter, and tells who was named", () => {
    const mira = { userId: "m", handle: "mira", name: "Mira Ok", me: false, trust: "verified" } as const;
    const named: (readonly string[])[] = [];
    const { field, write } = open({ people: [mira], onSend: (_text, mentions) => named.push(mentions) });
    write("hi @mi");
    field.setSelectionRange(6, 6);
    fireEvent.select(field);
    expect(screen.getByRole("option").textContent).toContain("Mira Ok");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(field.value).toBe("hi @Mira Ok ");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(named).toEqual([["m"]]);
  });

  it("asks for the last own message with the arrow, only while it is empty", () => {
    const onEditLast = vi.fn<() => void>();
    const { field, write } = open({ onEditLast });
    fireEvent.keyDown(field, { key: "ArrowUp" });
    write("x");
    fireEvent.keyDown(field, { key: "ArrowUp" });
    expect(onEditLast).toHaveBeenCalledTimes(1);
  });

  it("keeps the draft and gives it back", () => {
    const { drafts, field, write } = open({ draft: "Half a thought" });
    expect(field.value).toBe("Half a thought");
    write("Half a thought, and");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(drafts).toEqual(["Half a thought, and", ""]);
  });

  it("says once, before the first message, that messages are signed", () => {
    const { field, write } = open({ first: true });
    expect(screen.getByText(/can prove that you wrote it/)).toBeTruthy();
    expect(field.getAttribute("aria-describedby")).toBeTruthy();
    write("Hello");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(screen.queryByText(/can prove that you wrote it/)).toBeNull();
  });

  it("stays usable offline and says what happens", () => {
    const { sent, field, write } = open({ offline: true, queued: 2 });
    expect(screen.getByRole("status").textContent).toContain("2 messages wait to be sent.");
    write("Later, then");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(sent).toEqual(["Later, then"]);
  });

  it("cannot be written in where writing is not possible", () => {
    const { field } = open({ canWrite: "no" });
    expect(field.disabled).toBe(true);
    expect(field.placeholder).toBe("You cannot write here.");
  });

  it("says what opens it while the other person waits for an answer", () => {
    const { field } = open({ canWrite: "asked" });
    expect(field.disabled).toBe(true);
    expect(field.placeholder).toBe("Accept to write.");
  });
});
