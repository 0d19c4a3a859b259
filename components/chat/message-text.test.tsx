import { cleanup, render, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { LinkCard } from "./link-card";
import { LinksShut } from "./links-shut";
import { loadLinkFinder, mayHoldLinks, splitLinks } from "./links";
import { MessageText } from "./message-text";

afterEach(cleanup);

/** The link of a text, once what finds it is loaded. */
async function shown(text: string): Promise<HTMLElement> {
  const { getByRole } = render(<MessageText text={text} />);
  await waitFor(() => getByRole("link"), { timeout: 10_000 });
  return getByRole("link");
}

const hostile = [
  `<script>alert(1)</script>`,
  `<img src=x onerror=alert(1)>`,
  `<svg/onload=alert(1)>`,
  `"><iframe srcdoc="<script>alert(1)</script>">`,
  `javascript:alert(1)`,
  `JaVaScRiPt:alert(1)//http://x.example`,
  `java\u0000script:alert(1)`,
  `data:text/html,<script>alert(1)</script>`,
  `vbscript:msgbox(1)`,
  `blob:https://x.example/1`,
  `file:///etc/passwd`,
  `ftp://x.example/a`,
  `//x.example/a`,
  `[click](javascript:alert(1))`,
  `https://good.example@evil.example/`,
  `http://user:pass@evil.example`,
  `https://x.example/"onmouseover="alert(1)`,
  `https://x.example/<script>alert(1)</script>`,
  `&lt;script&gt;alert(1)&lt;/script&gt;`,
  `{{constructor.constructor('alert(1)')()}}`,
  `mailto:a@x.example?subject=<script>`,
];

describe("what a stranger writes, before it is accepted", () => {
  it("M10: can be read, and no address in it opens", async () => {
    await shown("https://x.example/");
    const link = { address: "https://evil.example/a", title: "Your bank" };
    const text = "see https://evil.example/a and mailto:a@evil.example";
    const { container } = render(
      <LinksShut value>
        <MessageText text={text} />
        <LinkCard link={link} own={false} />
      </LinksShut>,
    );
    expect(container.textContent).toBe(text);
    expect(container.querySelector("a")).toBeNull();
  });
});

describe("MessageText", () => {
  it("shows hostile text as it was written and makes no element but safe links", async () => {
    await shown("https://x.example/");
    for (const text of hostile) {
      const { container, unmount } = render(<MessageText text={text} />);
      expect(container.textContent).toBe(text);
      for (const element of container.querySelectorAll("*")) {
        expect(["SPAN", "A"]).toContain(element.tagName);
        for (const { name } of element.attributes) expect(name.startsWith("on"), `${text} → ${name}`).toBe(false);
        const href = element.getAttribute("href");
        if (href !== null) expect(href, text).toMatch(/^(https?:|mailto:)/);
      }
      unmount();
    }
  });

  it("M09: makes nothing of hostile text inside marks either, but the marks", () => {
    const wraps = ["**%**", "_%_", "~~%~~", "`%`", "> %", "- %", "1. %", "```\n%\n```", "@Bob %"];
    const bob = { userId: "b", handle: "bob", name: "Bob", me: false, trust: "unverified" } as const;
    const tags = ["SPAN", "A", "STRONG", "EM", "S", "CODE", "UL", "OL", "LI"];
    for (const text of hostile.flatMap((each) => wraps.map((wrap) => wrap.replace("%", () => each)))) {
      const { container, unmount } = render(<MessageText text={text} mentions={[bob]} />);
      for (const element of container.querySelectorAll("*")) {
        expect(tags).toContain(element.tagName);
        for (const { name } of element.attributes)
          expect(["class", "dir", "title", "start", "href", "target", "rel"]).toContain(name);
        const href = element.getAttribute("href");
        if (href !== null) expect(href, text).toMatch(/^(https?:|mailto:)/);
      }
      unmount();
    }
  });

  it("M08: draws the longest hostile message in a moment", () => {
    for (const unit of ["**a** ", "@Bob ", "`x` ", "- y\n", "\u202E", "https://x.example "]) {
      const started = performance.now();
      const { unmount } = render(<MessageText text={unit.repeat(Math.floor(5000 / unit.length))} />);
      expect([unit, performance.now() - started < 2000]).toEqual([unit, true]);
      unmount();
    }
  });

  it("opens links in a new tab without telling where they were", async () => {
    const link = await shown("see https://parley.example/a?b=c.");
    expect(link.getAttribute("href")).toBe("https://parley.example/a?b=c");
    expect(link.getAttribute("rel")).toContain("noreferrer");
    expect(link.getAttribute("target")).toBe("_blank");
  });
});

describe("splitLinks", async () => {
  const finder = await loadLinkFinder();

  it("looks only where a link may be", () => {
    expect(mayHoldLinks("HTTPS://x.example")).toBe(true);
    expect(mayHoldLinks("at 10:30, a/b, ftp://x")).toBe(false);
  });

  it("gives the text back sign by sign", () => {
    for (const text of [...hostile, "a https://x.example b\nmailto:c@d.example e", ""])
      expect(
        splitLinks(finder, text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
  });

  it("leaves bare file and host names alone", () => {
    expect(splitLinks(finder, "see report.zip and example.com, write to a@b.example")).toHaveLength(1);
  });

  it("M10: makes no link whose text could pass for another site", () => {
    for (const text of ["https://good.example@evil.example/", "http://user:pass@evil.example"])
      for (const part of splitLinks(finder, text)) if (part.kind === "link") expect(part.host).not.toContain("evil");
  });
});
