/** Owns the proof that our login gets a new password out of a session that is too old for one, given the current password. */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createLogin } from "@/lib/session/login";
import { loginOf } from "../../scripts/person.mts";
import { newPassword, startTestStack, type TestStack } from "./test-stack.mts";

vi.setConfig({ testTimeout: 20_000, hookTimeout: 60_000 });

let stack: TestStack;
beforeAll(async () => void (stack = await startTestStack()));
afterAll(() => stack?.remove());

describe("a login that is too old for a new password", () => {
  it("is told so, and is replaced by a new one that takes the current password", async () => {
    const { client, email, password, id } = await stack.person();
    const database = new pg.Client(stack.databaseUrl);
    await database.connect();
    try {
      const sessions = async () => {
        const { rows } = await database.query<{ id: string }>("select id from auth.sessions where user_id = $1", [id]);
        return rows.map((row) => row.id);
      };
      await database.query("update auth.sessions set created_at = now() - interval '2 hours' where user_id = $1", [id]);
      const before = await sessions();
      const login = createLogin(loginOf(client), null);
      const next = newPassword();
      await expect(login.setPassword(next)).rejects.toMatchObject({ code: "E_LOGIN_OLD" });
      await expect(login.renew(email, next)).rejects.toMatchObject({ code: "E_CREDENTIALS" });
      await login.renew(email, password);
      await login.setPassword(next);
      const after = await sessions();
      expect(after).toHaveLength(1);
      expect(after).not.toEqual(before);
      await login.check(email, next);
    } finally {
      await database.end();
    }
  });
});
