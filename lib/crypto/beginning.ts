/** Owns how a conversation of each form begins: roles, policy and title of its first commit. */
import { type Bytes, uuidToBytes } from "@/lib/base/bytes";
import { type AddPolicy, addPolicies, policyTypes, roles } from "@/lib/protocol/commit";
import { usualRetentionDays } from "@/lib/protocol/limits";
import { encodeMetadata } from "@/lib/protocol/metadata";
import type { Genesis } from "./commit-build";
import type { GenesisInput } from "./membership-api";
import type { Statement } from "./identity";
import { contextOf } from "./log-rows";

/** Notes are kept for ever: nobody else is concerned, and nobody could change it later. */
const usually: Readonly<Record<GenesisInput["form"], { readonly mayAdd: AddPolicy; readonly retentionDays: number }>> =
  {
    direct: { mayAdd: addPolicies.nobody, retentionDays: usualRetentionDays },
    group: { mayAdd: addPolicies.admins, retentionDays: usualRetentionDays },
    note: { mayAdd: addPolicies.nobody, retentionDays: 0 },
  };

/**
 * What `buildGenesis` needs. Only groups have an admin, their founder: who is in a direct conversation or a note can never
 * change. `latest` gives the statement to seal to, and throws for who is unknown or has changed.
 */
export function beginning(
  input: GenesisInput,
  me: string,
  modRoot: Bytes,
  latest: (userId: string) => Statement,
): Genesis {
  const { conversation, form, members, context, title } = input;
  return {
    conv: uuidToBytes(conversation),
    policyType: form === "direct" ? policyTypes.direct : policyTypes.group,
    members: members.map((userId) => ({
      statement: latest(userId),
      role: form === "group" && userId === me ? roles.admin : roles.member,
    })),
    contextHash: contextOf(context),
    modRoot,
    retentionDays: input.retentionDays ?? usually[form].retentionDays,
    add: input.mayAdd ?? usually[form].mayAdd,
    ...(title !== undefined && { metadata: encodeMetadata(title) }),
  };
}
