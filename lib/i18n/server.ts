/** Owns the words of what the server renders: page titles, metadata, the manifest, pages without a script. */
import english from "@/messages/en.json";
import { createTranslate } from "./translate";

/** English, the only language so far. */
export const t = createTranslate("en", english);
