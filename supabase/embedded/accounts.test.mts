/** Owns the proof that people can sign up, confirm, sign in and store files with nothing but supabase-js. */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { newPassword, startTestStack, type TestStack } from "./test-stack.mts";

vi.setConfig({ testTimeout: 20_000, hookTimeout: 60_000 });

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack?.remove());

async function sql(text: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client(stack.databaseUrl);
  await client.connect();
  try {
    return (await client.query(text, values)).rows as unknown[];
  } finally {
    await client.end();
  }
}

describe("an account", () => {
  it("is opened by the code in the mail, and the session lasts fifteen minutes", async () => {
    const client = stack.client();
    const [email, password] = ["Rosa@Example.org", newPassword()];
    const { data } = await client.auth.signUp({ email, password });
    expect(data.session).toBeNull();
    const before = await client.auth.signInWithPassword({ email, password });
    expect(before.error?.code).toBe("email_not_confirmed");

    const [mail] = await stack.mailsTo(email);
    const verified = await client.auth.verifyOtp({ email, token: mail?.code ?? "", type: "signup" });
    expect(verified.data.session?.expires_in).toBe(900);
    const signedIn = await stack.client().auth.signInWithPassword({ email, password });
    expect(signedIn.data.user?.email).toBe("rosa@example.org");
    const user = await client.auth.getUser();
    expect(user.data.user?.id).toBe(signedIn.data.user?.id);
  });

  it("is opened by the link in the mail as well, which leads to the app", async () => {
    const client = stack.client();
    const email = "link@example.org";
    await client.auth.signUp({ email, password: newPassword() });
    const link = new URL((await stack.mailsTo(email))[0]?.link ?? "");
    expect(`${link.origin}${link.pathname}`).toBe("http://localhost:3000/confirm");
    expect(link.searchParams.get("type")).toBe("signup");
    const { data } = await client.auth.verifyOtp({
      token_hash: link.searchParams.get("token_hash") ?? "",
      type: "signup",
    });
    expect(data.user?.email).toBe(email);
  });

  it("gets its mails in the language that it says, also when they are sent again, and in English otherwise", async () => {
    const client = stack.client();
    const newest = async (email: string) => (await stack.mailsTo(email))[0];
    const signUp = (email: string, data: object) =>
      client.auth.signUp({ email, password: newPassword(), options: { data } });
    await signUp("hanna@example.org", { language: "de" });
    const first = await newest("hanna@example.org");
    expect(first?.subject).toBe(`Dein Parley-Code: ${first?.code}`);
    expect(first?.text).toContain("Bestätige deine E-Mail-Adresse");
    expect(first?.text).not.toMatch(/\{\{|Confirm/);

    await client.auth.resend({ type: "signup", email: "Hanna@example.org" });
    const second = await newest("hanna@example.org");
    expect(second?.code).not.toBe(first?.code);
    expect(second?.subject).toBe(`Dein Parley-Code: ${second?.code}`);
    await client.auth.verifyOtp({ email: "hanna@example.org", token: second?.code ?? "", type: "signup" });

    await client.auth.updateUser({ data: { language: "ar" } });
    await client.auth.resetPasswordForEmail("hanna@example.org");
    expect((await newest("hanna@example.org"))?.subject).toBe("أعد تعيين كلمة مرورك في Parley");

    for (const data of [{}, { language: "tlh" }]) {
      await signUp("somebody@example.org", data);
      expect((await newest("somebody@example.org"))?.text).toContain("Confirm your e-mail address");
    }
  });

  it("gets a new password through the recovery mail", async () => {
    const { email } = await stack.person();
    const client = stack.client();
    await client.auth.resetPasswordForEmail(email);
    const link = new URL((await stack.mailsTo(email))[0]?.link ?? "");
    await client.auth.verifyOtp({ token_hash: link.searchParams.get("token_hash") ?? "", type: "recovery" });
    const password = newPassword();
    expect((await client.auth.updateUser({ password })).error).toBeNull();
    expect((await stack.client().auth.signInWithPassword({ email, password })).error).toBeNull();
  });

  it("A04: gets no new password from a session that is old or stolen: a new login takes the old one, or the mailbox", async () => {
    const { client, email, password, id } = await stack.person();
    await sql("update auth.sessions set created_at = now() - interval '61 minutes' where user_id = $1", [id]);
    await client.auth.refreshSession(); // renewing does not make it younger
    const taken = newPassword();
    expect((await client.auth.updateUser({ password: taken })).error?.code).toBe("reauthentication_needed");
    expect((await stack.client().auth.signInWithPassword({ email, password: taken })).error?.code).toBe(
      "invalid_credentials",
    );
    await client.auth.signInWithPassword({ email, password });
    expect((await client.auth.updateUser({ password: taken })).error).toBeNull();
  });

  it("that was never confirmed can be asked for again: newest code and newest password count", async () => {
    const client = stack.client();
    const email = "again@example.org";
    await client.auth.signUp({ email, password: newPassword() });
    const password = newPassword();
    await client.auth.signUp({ email, password });
    await client.auth.resend({ type: "signup", email });
    const mails = await stack.mailsTo(email);
    expect(mails).toHaveLength(3);
    const old = await client.auth.verifyOtp({ email, token: mails[1]?.code ?? "", type: "signup" });
    expect(old.error?.code).toBe("otp_expired");
    expect((await client.auth.verifyOtp({ email, token: mails[0]?.code ?? "", type: "signup" })).error).toBeNull();
    expect((await stack.client().auth.signInWithPassword({ email, password })).error).toBeNull();
  });

  it("that is banned can neither sign in nor refresh", async () => {
    const { client, email, password, id } = await stack.person();
    await sql("update auth.users set banned_until = now() + interval '1 day' where id = $1", [id]);
    expect((await stack.client().auth.signInWithPassword({ email, password })).error?.code).toBe("user_banned");
    expect((await client.auth.refreshSession()).error?.code).toBe("user_banned");
    expect((await client.auth.getUser()).error?.code).toBe("user_banned");
  });
});

describe("whether there is an account", () => {
  const ask = async (path: string, body: object) => {
    const started = performance.now();
    const answer = await fetch(`${stack.url}/auth/v1/${path}`, {
      method: "POST",
      headers: { apikey: stack.publishableKey, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as object, ms: performance.now() - started };
  };
  /** All the words of an answer, without what differs between any two people. */
  const shape = (body: object) =>
    JSON.stringify(body)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}(?!\w)/g, "<id>")
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
      .replaceAll(/[\w.-]+@example\.org/g, "<address>");

  it("O07: is not told by sign-up", async () => {
    const { email } = await stack.person();
    const data = { theme: "dark" };
    const known = await ask("signup", { email, password: newPassword(), data });
    const unknown = await ask("signup", { email: "nobody-1@example.org", password: newPassword(), data });
    expect(known.status).toBe(200);
    expect(known.status).toBe(unknown.status);
    expect(shape(known.body)).toBe(shape(unknown.body));
    expect(shape(known.body)).toContain("<id>");
    expect(Math.min(known.ms, unknown.ms)).toBeGreaterThan(290);
    expect(await stack.mailsTo(email)).toHaveLength(1);
  });

  it.each(["recover", "otp", "resend"])("O07: is not told by %s", async (path) => {
    const { email } = await stack.person();
    const known = await ask(path, { email, type: "signup" });
    const unknown = await ask(path, { email: "nobody-2@example.org", type: "signup" });
    expect({ ...known, ms: 0 }).toEqual({ ...unknown, ms: 0 });
    expect(await sql("select from auth.users where email = 'nobody-2@example.org'")).toHaveLength(0);
  });

  it("is not told by sign-in, not even before it is confirmed", async () => {
    await stack.client().auth.signUp({ email: "waiting@example.org", password: newPassword() });
    const known = await ask("token?grant_type=password", { email: "waiting@example.org", password: newPassword() });
    const unknown = await ask("token?grant_type=password", { email: "nobody-3@example.org", password: newPassword() });
    expect({ ...known, ms: 0 }).toEqual({ ...unknown, ms: 0 });
    expect(known.status).toBe(400);
  });

  it("O08: cannot be tried out without end", async () => {
    const tries = [];
    for (let index = 0; index < 12; index++)
      tries.push(ask("verify", { email: "guess@example.org", token: "000000", type: "signup" }));
    const statuses = (await Promise.all(tries)).map((each) => each.status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });
});

describe("a stored file", () => {
  const bytes = new Uint8Array(300_000).map((_, at) => at % 251);

  it("is written and read by who may, and signed addresses work", async () => {
    const admin = stack.client(stack.secretKey);
    expect((await admin.storage.createBucket("test-blobs")).error).toBeNull();
    await sql(
      "create policy \"own folder\" on storage.objects for all to authenticated using (bucket_id = 'test-blobs' and (storage.foldername(name))[1] = auth.uid()::text)",
    );
    const [rosa, mallory] = [await stack.person(), await stack.person()];
    const path = `${rosa.id}/blob`;
    expect((await rosa.client.storage.from("test-blobs").upload(path, bytes)).error).toBeNull();
    const back = await rosa.client.storage.from("test-blobs").download(path);
    expect(new Uint8Array((await back.data?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(bytes);
    expect(back.data?.type).toBe("application/octet-stream");

    expect((await mallory.client.storage.from("test-blobs").download(path)).data).toBeNull();
    expect((await mallory.client.storage.from("test-blobs").upload(`${rosa.id}/other`, bytes)).error).not.toBeNull();
    const signed = await rosa.client.storage.from("test-blobs").createSignedUrl(path, 60);
    const answer = await fetch(signed.data?.signedUrl ?? "", { headers: { apikey: stack.publishableKey } });
    expect((await answer.arrayBuffer()).byteLength).toBe(bytes.length);
    expect((await rosa.client.storage.from("test-blobs").remove([path])).data).toHaveLength(1);
    expect((await rosa.client.storage.from("test-blobs").download(path)).data).toBeNull();
  });
});

it("the embedded server changes nobody's rights", async () => {
  const rights = () =>
    sql(`select n.nspname, c.relname, c.relacl::text from pg_class c join pg_namespace n on n.oid = relnamespace
         union all select nspname, '', nspacl::text from pg_namespace
         union all select 'auth', proname, prosrc from pg_proc where pronamespace = 'auth'::regnamespace order by 1, 2, 3`);
  const before = await rights();
  await stack.restart("gateway");
  const { client } = await stack.person();
  await client.storage.from("test-blobs").list();
  expect(await rights()).toEqual(before);
});
