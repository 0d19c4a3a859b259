-- Invites: links into a group, and the requests of people who opened one.
--
-- A link holds a secret that its maker's client derives from the maker's own keys and that the server never gets, and a
-- token that is a hash of it. Who shows the token may ask to join; the request carries a proof, made with the secret, that
-- binds conversation, link and the joiner's identity statement. So the maker's client can let people in by itself, and the
-- server can neither invent a joiner nor swap a joiner's keys. Letting in is always a signed commit of a member.
-- What the server learns: who made a link, its limits, who asks to join by it, and a title's absence: what the group is
-- called stands in the part of the link that no browser sends.
-- Who reads: links the members, requests the members who may add, the own request its maker. Who writes: the same.
-- Tested in: invites.test.ts.

create table chat.invites (
  id uuid not null,
  conversation_id uuid not null,
  maker uuid not null,
  token_hash bytea not null,
  uses int not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  constraint invites_pkey primary key (id),
  constraint invite_belongs_to_a_conversation foreign key (conversation_id) references chat.conversations (id) on delete cascade,
  constraint invite_is_made_by_an_account foreign key (maker) references chat.profiles (user_id) on delete cascade,
  constraint token_hash_is_sha256 check (octet_length(token_hash) = 32),
  constraint invite_lets_somebody_in check (uses between 1 and 253)
);
comment on table chat.invites is 'Links into groups. The link''s secret is not here; its token is only as a hash.';
comment on column chat.invites.uses is 'How many people may ask by it; declined and withdrawn requests do not count.';
create index invites_by_conversation on chat.invites (conversation_id);
create index invites_by_maker on chat.invites (maker);

create table chat.joins (
  conversation_id uuid not null,
  user_id uuid not null,
  invite_id uuid not null,
  proof bytea not null,
  state text not null default 'pending',
  created_at timestamptz not null default now(),
  constraint joins_pkey primary key (conversation_id, user_id),
  constraint join_is_asked_by_a_link foreign key (invite_id) references chat.invites (id) on delete cascade,
  constraint join_is_asked_by_an_account foreign key (user_id) references chat.profiles (user_id) on delete cascade,
  constraint join_is_pending_done_or_declined check (state in ('pending', 'done', 'declined')),
  constraint proof_has_32_bytes check (octet_length(proof) = 32)
);
comment on table chat.joins is 'Who asked to join which conversation, by which link. One row per person and conversation.';
comment on column chat.joins.proof is 'Made with the link''s secret over conversation, link, joiner and the joiner''s identity statement; checked by clients.';
create index joins_by_invite on chat.joins (invite_id);
create index joins_by_person on chat.joins (user_id);
create index joins_that_wait on chat.joins (conversation_id) where state = 'pending';

alter table chat.invites enable row level security;
alter table chat.invites force row level security;
alter table chat.joins enable row level security;
alter table chat.joins force row level security;
create policy "only functions reach invites" on chat.invites as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach joins" on chat.joins as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.invites, chat.joins from public, anon, authenticated, service_role;

insert into ops.limits (name, burst, every, purpose) values
  ('invite', 30, interval '10 seconds', 'invite_put, invite_revoke, join_decline: rare by nature'),
  ('join', 20, interval '30 seconds', 'invite_look, join_request, join_withdraw: links must not be guessed');

create function private.may_add(conversation uuid, person uuid) returns boolean
  language sql stable
  set search_path = ''
as $$
  select exists (
    select from chat.members m join chat.conversations c on c.id = m.conversation_id
      where m.conversation_id = conversation and m.user_id = person and m.left_seq is null and m.role <> 3
        and c.policy_type = 2 and (c.policy_add = 2 or (c.policy_add = 1 and m.role = 2)))
$$;
comment on function private.may_add(uuid, uuid) is 'Whether this person may let people in, by the committed roster and policy.';

create function public.invite_put(
  conversation uuid, invite uuid, token_hash text, uses int, expires_at timestamptz
) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  hashed bytea := private.from_text(invite_put.token_hash, 32);
begin
  perform private.demand(private.member_role(invite_put.conversation, me) is not null, 'E_NOT_FOUND');
  perform private.demand(private.may_add(invite_put.conversation, me), 'E_ADD');
  perform private.demand(
    octet_length(hashed) = 32 and invite_put.invite is not null and invite_put.uses between 1 and 253
      and invite_put.expires_at between now() and now() + interval '90 days', 'E_INPUT');
  perform private.spend('invite', me);
  perform private.demand((
    select count(*) < 20 from chat.invites i
      where i.conversation_id = invite_put.conversation and i.maker = me and i.revoked_at is null and i.expires_at > now()), 'E_INPUT');
  insert into chat.invites (id, conversation_id, maker, token_hash, uses, expires_at)
    values (invite_put.invite, invite_put.conversation, me, hashed, invite_put.uses, invite_put.expires_at)
    on conflict do nothing;
  perform private.demand(exists (
    select from chat.invites i where i.id = invite_put.invite and i.conversation_id = invite_put.conversation
      and i.maker = me and i.token_hash = hashed), 'E_EXISTS');
  return '{}';
end $$;
comment on function public.invite_put(uuid, uuid, text, int, timestamptz) is
  'Registers a link that the caller''s client has made, for a conversation the caller may add to; at most 20 live ones per person and conversation.';

create function private.uses_of(invite uuid) returns bigint
  language sql stable
  set search_path = ''
as $$ select count(*) from chat.joins j where j.invite_id = invite and j.state <> 'declined' $$;
comment on function private.uses_of(uuid) is 'How many have asked by a link and were not declined.';

create function public.invites(conversation uuid) returns jsonb
  language plpgsql stable security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
begin
  perform private.demand(private.member_role(invites.conversation, me) is not null, 'E_NOT_FOUND');
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
        'id', i.id, 'maker', i.maker, 'uses', i.uses, 'used', private.uses_of(i.id),
        'expires_at', i.expires_at, 'created_at', i.created_at) order by i.created_at desc), '[]')
      from chat.invites i
      where i.conversation_id = invites.conversation and i.revoked_at is null and i.expires_at > now());
end $$;
comment on function public.invites(uuid) is 'The live links into a conversation, for its members.';

create function public.invite_revoke(invite uuid) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
begin
  perform private.spend('invite', me);
  update chat.invites i set revoked_at = now()
    where i.id = invite_revoke.invite and i.revoked_at is null and (
      i.maker = me or private.member_role(i.conversation_id, me) = 2);
  perform private.demand(found, 'E_NOT_FOUND');
  return '{}';
end $$;
comment on function public.invite_revoke(uuid) is 'Ends a link: its maker, or an admin of the conversation.';

revoke all on function
  public.invite_put(uuid, uuid, text, int, timestamptz), public.invites(uuid), public.invite_revoke(uuid)
  from public, anon, authenticated, service_role;
grant execute on function
  public.invite_put(uuid, uuid, text, int, timestamptz), public.invites(uuid), public.invite_revoke(uuid)
  to authenticated;
