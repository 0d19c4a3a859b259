-- The roots that a conversation may name. Every first commit names the key that certifies moderators, for ever, and a client
-- refuses a conversation whose root its installation does not know: one party could spoil the conversation of a platform for
-- all others by naming another one. Where the installation has said its roots, the server now refuses such a beginning.
-- What the server learns: nothing, the root is in the clear. Who writes: the operator, and the start command of the embedded
-- stack. Who reads: only functions. Tested in genesis-rules.test.ts.

create table ops.moderation_roots (
  root_hash bytea not null,
  added_at timestamptz not null default now(),
  constraint moderation_roots_pkey primary key (root_hash),
  constraint a_hash_has_32_bytes check (octet_length(root_hash) = 32)
);
comment on table ops.moderation_roots is
  'Hashes of the keys that certify moderators here. Empty: the installation has not said, and only clients judge. Kept for ever: old conversations name them.';
alter table ops.moderation_roots enable row level security;
alter table ops.moderation_roots force row level security;
create policy "only functions reach moderation roots" on ops.moderation_roots as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on ops.moderation_roots from public, anon, authenticated, service_role;

create or replace function private.check_genesis(c private.commit, body bytea) returns void
  language plpgsql stable
  set search_path = ''
as $$
begin
  perform private.demand(
    c.epoch = 1 and c.previous = private.zeros(32) and c.reason = 1 and c.seen_seq = 0 and c.case_id is null
      and c.seen_t = private.h('t0', uuid_send(c.conversation_id)),
    'E_CHAIN');
  perform private.demand(
    not exists (select from ops.moderation_roots)
      or exists (select from ops.moderation_roots r where r.root_hash = c.mod_root),
    'E_IMMUTABLE');
  perform private.demand(c.disclosures_hash = private.zeros(32), 'E_DISCLOSURE');
  perform private.demand(exists (select from private.roster(body) r where r.user_id = c.author), 'E_AUTHOR');
  perform private.demand(not exists (select from private.roster(body) r where r.role = 3), 'E_ROLE');
  perform private.demand(
    c.policy_type <> 1 or (c.members = 2 and not exists (select from private.roster(body) r where r.role <> 1)), 'E_DIRECT');
  perform private.check_keys(private.zeros(342), body);
end $$;
