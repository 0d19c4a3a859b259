/** Owns the proof that our login and our pages tell Auth which language its mails are to speak. */
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createLogin } from "@/lib/session/login";
import { keepMailLanguage } from "@/lib/session/mail-language";
import { loginOf } from "../../scripts/person.mts";
import { newPassword, startTestStack, type TestStack } from "./test-stack.mts";

vi.setConfig({ testTimeout: 20_000, hookTimeout: 60_000 });

let stack: TestStack;
beforeAll(async () => void (stack = await startTestStack()));
afterAll(() => stack?.remove());

const subject = async (email: string) => (await stack.mailsTo(email))[0]?.subject;

it("whoever signs up on a French page gets a French mail", async () => {
  const login = createLogin(
    loginOf(stack.client()),
    null,
    () => null,
    () => "fr",
  );
  await login.signUp("lise@example.org", newPassword(), "Lise");
  expect(await subject("lise@example.org")).toMatch(/^Votre code Parley : \d{6}$/);
});

it("an account takes the first language it meets, and after that only one that somebody chose", async () => {
  const { client, email } = await stack.person();
  const source = loginOf(client);
  const speak = async (page: string, chosen: boolean) => {
    await keepMailLanguage(source, await source.session(), { page, chosen });
    const { data } = await client.auth.getUser();
    return data.user?.user_metadata["language"] as unknown;
  };
  expect(await speak("es", false)).toBe("es");
  expect(await speak("de", false)).toBe("es");
  expect(await speak("de", true)).toBe("de");
  await client.auth.resetPasswordForEmail(email);
  expect(await subject(email)).toBe("Setze dein Parley-Passwort zurück");
});

it("nobody who is not signed in is told about, and what has not changed is not told again", async () => {
  const { client } = await stack.person();
  const source = loginOf(client);
  const asked = vi.spyOn(client.auth, "updateUser");
  await keepMailLanguage(source, null, { page: "de", chosen: true });
  expect(asked).not.toHaveBeenCalled();
  await keepMailLanguage(source, await source.session(), { page: "de", chosen: true });
  await keepMailLanguage(source, await source.session(), { page: "de", chosen: true });
  expect(asked).toHaveBeenCalledOnce();
});
