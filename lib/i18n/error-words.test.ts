import { expect, it } from "vitest";
import { appCodes, CodedError, protocolCodes } from "@/lib/base/errors";
import english from "@/messages/en.json";
import { errorWords, wordsOf } from "./error-words";
import { createTranslate } from "./translate";

const t = createTranslate("en", english);

it("has words and advice for every code, and never shows the code as the text", () => {
  for (const code of [...protocolCodes, ...appCodes]) {
    const { what, next } = errorWords(t, code);
    for (const words of [what, next]) {
      expect(words, code).toMatch(/^[A-Z].{8,}[.]$/);
      expect(words, code).not.toMatch(/E_|errors\.|\{/);
    }
  }
});

it("says the four sentences of the protocol", () => {
  expect(errorWords(t, "E_SIG").what).toBe("This message could not be verified.");
  expect(errorWords(t, "E_FORK").what).toMatch(/^Messages are missing here, or your view differs/);
  expect(errorWords(t, "E_ROLE").what).toBe("This conversation is stopped for your safety.");
  expect(errorWords(t, "E_COMMIT").what).toBe("Unlocking failed.");
});

it("says how long to wait when it is known", () => {
  expect(wordsOf(t, new CodedError("E_RATE", "", { retryAfterMs: 1500 })).next).toContain("2 seconds");
  expect(wordsOf(t, new CodedError("E_RATE")).next).toContain("a moment");
});

it("takes anything thrown", () => {
  expect(wordsOf(t, new TypeError("x")).code).toBe("E_UNEXPECTED");
  expect(wordsOf(t, undefined).code).toBe("E_UNEXPECTED");
});
