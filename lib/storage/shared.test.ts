import { describe, expect, it } from "vitest";
import { Shared, sharedText } from "./shared";

/** A worker that answers once with this; undefined: it never does. */
function worker(answer: unknown) {
  let asked = 0;
  const controller = {
    postMessage: (_: unknown, [port]: MessagePort[]) => {
      asked++;
      if (answer !== undefined) port?.postMessage(answer);
    },
  } as unknown as ServiceWorker;
  return { container: { controller }, asked: () => asked };
}

const parts = (more: object) => ({ title: "", text: "", url: "", ...more });

describe("what another app has shared", () => {
  it("comes from the worker, which is asked once", async () => {
    const { container, asked } = worker(parts({ text: "the old mill" }));
    const shared = new Shared(container);
    expect(shared.text).toBeUndefined();
    await shared.take();
    await shared.take();
    expect([shared.text, asked()]).toEqual(["the old mill", 1]);
    shared.drop();
    expect(shared.text).toBeNull();
  });

  it("is nothing without a worker, with one that has nothing, and with an answer of another form", async () => {
    const containers = [undefined, { controller: null }, ...[null, parts({ text: 3 }), parts({})].map(containerOf)];
    for (const container of containers) {
      const shared = new Shared(container);
      await shared.take();
      expect(shared.text).toBeNull();
    }
  });

  it("that was let go of before it came does not come any more", async () => {
    const shared = new Shared(worker(parts({ text: "too late" })).container);
    const taking = shared.take();
    shared.drop();
    await taking;
    expect(shared.text).toBeNull();
  });
});

const containerOf = (answer: unknown) => worker(answer).container;

it("the parts become one text that says nothing twice", () => {
  expect(sharedText(parts({ title: "Map", text: "the old mill", url: "https://a.test" }))).toBe(
    "Map\nthe old mill\nhttps://a.test",
  );
  expect(sharedText(parts({ title: "the old mill", text: "the old mill https://a.test", url: "https://a.test" }))).toBe(
    "the old mill https://a.test",
  );
  expect(sharedText(parts({ text: "https://a.test", url: "https://a.test" }))).toBe("https://a.test");
  expect(sharedText(parts({ title: " Map " }))).toBe("Map");
  expect(sharedText(parts({}))).toBe("");
});
