/** Owns the language of tests that draw one component alone. */
import english from "@/messages/en.json";
import { speakWithoutProvider } from "./language";

speakWithoutProvider("en", english);
