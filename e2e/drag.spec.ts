/** What a mouse carries: a conversation into a folder and to the pinned ones, text into the composer, and a file that cannot be sent yet. */
import { expect, test } from "@playwright/test";
import { composer, openFromList, say, signedUp, startWith, words } from "./people";

test("a conversation is dropped on a folder and on a pinned one, text into the composer; a file leaves the page where it is", async ({
  browser,
}) => {
  test.slow();
  const [alice, bob, carol] = await signedUp(browser, "Alice", "Bob", "Carol");
  await startWith(alice, bob);
  await say(alice, "hello");
  await startWith(alice, carol);
  await say(alice, "a sentence to carry");
  const { page } = alice;
  const row = (name: string) => page.getByRole("navigation").getByRole("link", { name: new RegExp(name) });
  const choose = async (name: string, ...path: string[]) => {
    await row(name).click({ button: "right" });
    for (const item of path) await page.getByRole("menuitem", { name: item, exact: true }).click();
  };
  await choose("Bob", words.list.folders, words.list.folderNew);
  await page.getByLabel(words.list.folderName).fill("Work");
  await page.getByRole("button", { name: words.list.folderMake }).click();
  await choose("Bob", words.list.pin);
  await expect(row("Bob").getByText(words.list.pinned)).toBeAttached();

  await row("Carol").dragTo(page.getByRole("button", { name: "Work" }));
  await expect(page.getByText(words.list.folderNow.replace("{name}", "Work"))).toBeVisible();
  await page.getByRole("button", { name: "Work" }).click();
  // It comes late, and moves the rows.
  await expect(page.getByRole("button", { name: words.list.folderMenu.replace("{name}", "Work") })).toBeVisible();
  await expect(row("Carol")).toBeVisible();
  await expect(row("Carol").getByText(words.list.pinned)).toHaveCount(0);
  await row("Carol").dragTo(row("Bob"));
  await expect(row("Carol").getByText(words.list.pinned)).toBeAttached();

  await openFromList(alice, carol);
  const text = page.getByRole("log").getByText("a sentence to carry", { exact: true });
  await text.selectText();
  await text.dragTo(composer(alice));
  await expect(composer(alice)).toHaveValue(/a sentence to carry/);

  const address = page.url();
  const taken = await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["x"], "x.txt", { type: "text/plain" }));
    const at = document.querySelector("#main");
    return ["dragover", "drop"].map(
      (name) => at?.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true })) === false,
    );
  });
  expect(taken).toEqual([true, true]);
  await expect(page.getByText(words.composer.noFiles)).toBeVisible();
  expect(page.url()).toBe(address);
  expect(alice.errors).toEqual([]);
});
