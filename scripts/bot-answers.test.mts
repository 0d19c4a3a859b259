import { expect, it } from "vitest";
import { answerTo } from "./bot-answers.mts";

it("says back what it is told to", () => {
  expect(answerTo("  echo hello  world ")).toEqual({ kind: "say", text: "hello world" });
  expect(answerTo("Say two\nlines")).toEqual({ kind: "say", text: "two\nlines" });
});

it("reminds after minutes, hours and days, of what was said", () => {
  expect(answerTo("remind me in 20 minutes to drink tea")).toEqual({
    ...{ kind: "remind", text: "Reminder: drink tea", afterMs: 1_200_000, now: "I will remind you in 20 minutes." },
  });
  expect(answerTo("Remind me in 1 hour about the train")).toMatchObject({
    afterMs: 3_600_000,
    text: "Reminder: the train",
  });
  expect(answerTo("remind me in 2 days rent")).toMatchObject({ afterMs: 172_800_000, text: "Reminder: rent" });
});

it("takes no time that has passed or is further than a year, and explains itself to everything else", () => {
  expect(answerTo("remind me in 0 minutes to x")).toMatchObject({
    kind: "say",
    text: expect.stringContaining("a year"),
  });
  expect(answerTo("remind me in 366 days to x")).toMatchObject({
    kind: "say",
    text: expect.stringContaining("a year"),
  });
  for (const text of ["", "hello", "remind me", "remind me in soon to x", "echo"])
    expect(answerTo(text)).toMatchObject({ kind: "say", text: expect.stringContaining("I am a program") });
});
