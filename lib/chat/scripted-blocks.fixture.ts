/** Owns what the scripted server does about blocks: keeps them, and tells the person's other devices to look. */
import type { ScriptedServer } from "./scripted.fixture";
import type { ServerApi } from "./server-api";

export function blockApi(server: ScriptedServer, me: string): Pick<ServerApi, "block" | "blocks"> {
  const mine = () => server.blocks.get(me) ?? new Set<string>();
  return {
    block: (person, blocked) =>
      server.run("block", () => {
        const next = new Set([...mine()].filter((userId) => userId !== person));
        if (blocked) next.add(person);
        server.blocks.set(me, next);
        for (const [key, inbox] of server.inboxes) if (key.startsWith(me)) inbox.account({});
      }),
    blocks: () =>
      server.run("blocks", () =>
        [...mine()].map((userId) => {
          const name = server.people.get(userId)?.name ?? "";
          return { userId, handle: name, name, since: 1 };
        }),
      ),
  };
}
