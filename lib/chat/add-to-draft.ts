/** Owns putting a text that was not typed into a conversation's draft: what is being written there already stays. */
import type { Drafts } from "./drafts";

/** On a line of its own, below what there is on this device or was written on another. @throws E_STORAGE */
export async function addToDraft(drafts: Drafts, text: string): Promise<void> {
  await drafts.read();
  drafts.adopt();
  const before = drafts.text.trimEnd();
  drafts.set(before === "" ? text : `${before}\n${text}`);
}
