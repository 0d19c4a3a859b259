/** Owns the language of tests that draw one component alone, or compare what is said. */
import english from "@/messages/en.json";
import { speakWithoutProvider } from "./language";
import { createTranslate } from "./translate";

speakWithoutProvider("en", english);

export const inEnglish = createTranslate("en", english);
