/** Owns what the moderation root of the test world publishes. */
import type { Bytes } from "@/lib/base/bytes";
import { compareBytes } from "@/lib/protocol/layout";
import { type Moderation, signCertificate, signModeratorList } from "./moderator";
import { edPublicKey } from "./primitives";
import { idOf, type Person, root, startTime } from "./world.fixture";

/** What the root publishes about these moderators: one list, in force from the start, and a certificate for each. */
export function moderationOf(
  moderators: readonly Person[],
  options: {
    panel?: number;
    away?: readonly Person[];
    revoked?: readonly Person[];
    notAfter?: number;
    from?: number;
    version?: number;
    rootSeed?: Bytes;
  } = {},
): Moderation {
  const { panel = 1, away = [], revoked = [], notAfter = startTime * 2, from = 0, version = 1 } = options;
  const seed = options.rootSeed ?? root.seed;
  const serialOf = (person: Person) => idOf(`certificate of ${person.name}`);
  const entries = [...moderators].sort((a, b) => compareBytes(a.userId, b.userId));
  return {
    rootKey: edPublicKey(seed),
    lists: [
      signModeratorList(
        {
          v: 1,
          version,
          from,
          panel,
          moderators: entries.map((person) => ({
            serial: serialOf(person),
            user: person.userId,
            away: away.includes(person),
          })),
          revoked: revoked.map(serialOf),
        },
        seed,
      ),
    ],
    certificates: moderators.map((person) => {
      const { userId, hash, edPk, xPk } = person.statement;
      const serial = serialOf(person);
      return signCertificate({ role: 3, serial, userId, stmtHash: hash, edPk, xPk, notBefore: 0, notAfter }, seed);
    }),
  };
}
