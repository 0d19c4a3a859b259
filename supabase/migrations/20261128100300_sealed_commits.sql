-- Sealed commits: what the server takes from a member, every other member's client takes.
--
-- Clients stop in front of a commit that breaks a rule, for good. The server knew fewer rules, so a member who spoke to its
-- functions by hand could stop a conversation for everybody. These close what it did not know: the signature (C6, C11),
-- keys that go back to an older statement (C13), statements that do not hold (C5), people who come as admins by somebody who
-- is none, the last admin who steps down in the course of a leave (C12), and disputes nobody could have opened (C16).
-- The costly check comes after all cheap ones and before the lock of the conversation, and what is ill-signed is answered
-- with null, so that it is charged: a refusal would undo that.
-- What the server learns: nothing new. Who writes: see commits.
-- Tested in: sealed-commits.test.ts, commit-agreement.test.ts, commit-rules.test.ts, dispute-rules.test.ts.

alter type private.roster_change add attribute admins_added bigint, add attribute admins_removed bigint;

create or replace function private.compare_rosters(before bytea, after bytea, author uuid) returns private.roster_change
  language sql immutable
  set search_path = ''
as $$
  select
    count(*) filter (where b.user_id is null and a.role <> 3),
    coalesce(array_agg(b.user_id) filter (where a.user_id is null and b.role <> 3), '{}'),
    count(*) filter (where b.user_id is null and a.role = 3),
    count(*) filter (where a.user_id is null and b.role = 3),
    count(*) filter (where a.role = 3),
    count(*) filter (where a.role <> b.role),
    count(*) filter (where a.role <> b.role and 3 in (a.role, b.role)),
    count(*) filter (where a.keys <> b.keys),
    count(*) filter (where b.role = 2),
    count(*) filter (where a.role = 2),
    coalesce(bool_or(a.user_id = author), false),
    count(*) filter (where b.user_id is null and a.role = 2),
    count(*) filter (where a.user_id is null and b.role = 2)
  from private.roster(before) b full join private.roster(after) a using (user_id)
$$;

create or replace function private.check_roles(c private.commit, author_role int, d private.roster_change) returns void
  language plpgsql immutable
  set search_path = ''
as $$
begin
  perform private.demand(
    d.moderator_turns = 0 and (d.role_changes + d.admins_added = 0 or author_role = 2)
      and (d.admins_after > 0 or d.admins_before = case when c.reason = 4 then d.admins_removed else 0 end),
    'E_ROLE');
  perform private.demand(d.key_changes = 0 or (c.reason = 6 and author_role <> 3), 'E_KEYCHANGE');
end $$;
comment on function private.check_roles(private.commit, int, private.roster_change) is
  'C12 admins are made by admins, and one remains unless the last of them leaves; C13 keys are changed by a key commit of a participant.';

create function private.check_keys(before bytea, after bytea) returns void
  language plpgsql stable
  set search_path = ''
as $$
begin
  perform private.demand(not exists (
    select from private.roster(after) a left join private.roster(before) b using (user_id)
      where a.keys is distinct from b.keys and not exists (
        select from chat.identity_statements s
            left join chat.identity_statements o on o.user_id = s.user_id and o.hash = private.slice(b.keys, 0, 32)
          where s.user_id = a.user_id and s.hash = private.slice(a.keys, 0, 32)
            and s.ed_pk = private.slice(a.keys, 32, 32) and s.x_pk = private.slice(a.keys, 64, 32)
            and (b.keys is null or s.generation > o.generation)
            and not exists (select from chat.identity_statements u where u.user_id = s.user_id and not u.sound))), 'E_KEYCHANGE');
end $$;
comment on function private.check_keys(bytea, bytea) is
  'C13, second half: whoever comes, and whoever has other keys than before, has those of a sound statement of that person, and never of an earlier one.';

create or replace function private.check_genesis(c private.commit, body bytea) returns void
  language plpgsql stable
  set search_path = ''
as $$
begin
  perform private.demand(
    c.epoch = 1 and c.previous = private.zeros(32) and c.reason = 1 and c.seen_seq = 0 and c.case_id is null
      and c.seen_t = private.h('t0', uuid_send(c.conversation_id)),
    'E_CHAIN');
  perform private.demand(c.disclosures_hash = private.zeros(32), 'E_DISCLOSURE');
  perform private.demand(exists (select from private.roster(body) r where r.user_id = c.author), 'E_AUTHOR');
  perform private.demand(not exists (select from private.roster(body) r where r.role = 3), 'E_ROLE');
  perform private.demand(
    c.policy_type <> 1 or (c.members = 2 and not exists (select from private.roster(body) r where r.role <> 1)), 'E_DIRECT');
  perform private.check_keys(private.zeros(342), body);
end $$;
comment on function private.check_genesis(private.commit, bytea) is 'C6: the first commit of a log, but its signature.';
drop function private.check_keys(bytea);

create function private.check_selection(conv chat.conversations, c private.commit, body bytea) returns void
  language plpgsql stable
  set search_path = ''
as $$
begin
  perform private.refuse('E_MODERATOR');
end $$;
comment on function private.check_selection(chat.conversations, private.commit, bytea) is
  'C16, second half: the moderators who come are those that everybody computes from the published list. There is none yet, so no dispute can be opened.';

create or replace function private.check_commit(conv chat.conversations, c private.commit, body bytea, author_role int) returns void
  language plpgsql stable
  set search_path = ''
as $$
declare
  before bytea;
  d private.roster_change;
begin
  perform private.check_succession(conv, c);
  select e.body into before from chat.events e where e.conversation_id = conv.id and e.kind = 1 and e.epoch = conv.epoch;
  d := private.compare_rosters(before, body, c.author);
  perform private.check_roles(c, author_role, d);
  perform private.check_keys(before, body);
  perform private.check_people(conv, c, author_role, d);
  perform private.check_moderators(conv, c, author_role, d);
  if c.reason = 7 then
    perform private.check_selection(conv, c, body);
  end if;
  perform private.check_policy(conv, c, author_role);
end $$;
comment on function private.check_commit(chat.conversations, private.commit, bytea, int) is
  'Every rule for a later commit but its signature, against the conversation and the author''s role in the previous roster.';

create function private.roster_key(body bytea, person uuid) returns bytea
  language sql immutable
  set search_path = ''
as $$ select private.slice(r.keys, 32, 32) from private.roster(body) r where r.user_id = person $$;
comment on function private.roster_key(bytea, uuid) is 'The Ed25519 key that the roster of a commit lists for a person; null for everybody else.';

create function private.commit_of(conversation uuid, epoch bigint) returns bytea
  language sql stable
  set search_path = ''
as $$
  select e.body from chat.events e
    where e.conversation_id = conversation and e.kind = 1 and e.epoch = commit_of.epoch
$$;
comment on function private.commit_of(uuid, bigint) is 'The bytes of the commit that made an epoch.';

create or replace function public.commit(
  body text, sig text, boxes text, disclosures text default null, metadata text default null
) returns jsonb
  language plpgsql security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
  signed bytea := private.from_text(commit.body, 29270);
  signature bytea := private.from_text(commit.sig, 64);
  sealed bytea := private.from_text(commit.boxes, 85 * 256);
  disclosed bytea := case when commit.disclosures is not null then private.from_text(commit.disclosures, 1048576) end;
  named bytea := case when commit.metadata is not null then private.from_text(commit.metadata, 65536) end;
  c private.commit := private.read_commit(signed);
  conv chat.conversations;
  author_role int;
  answer jsonb;
begin
  perform private.demand(octet_length(signature) = 64, 'E_FORMAT');
  perform private.demand(c.author = me, 'E_AUTHOR');
  perform private.check_seals(c, sealed, disclosed, named);
  perform private.spend('commit', me);
  answer := private.earlier_commit(c);
  if answer is not null then
    return answer;
  end if;
  -- Without the lock: who breaks a rule is told at once, and nobody waits while a signature is verified.
  author_role := private.member_role(c.conversation_id, me);
  perform private.demand(author_role is not null, 'E_NOT_FOUND');
  select v.* into strict conv from chat.conversations v where v.id = c.conversation_id;
  perform private.demand(not conv.locked or author_role = 3, 'E_LOCKED');
  perform private.check_commit(conv, c, signed, author_role);
  if not private.is_signed('commit-sig', signed, signature, private.roster_key(private.commit_of(conv.id, conv.epoch), me)) then
    return null;
  end if;
  -- With it, once more: the epoch that was verified against has to be the newest still.
  conv := private.enter(c.conversation_id, me);
  author_role := private.member_role(conv.id, me);
  perform private.demand(not conv.locked or author_role = 3, 'E_LOCKED');
  perform private.check_commit(conv, c, signed, author_role);
  return private.adopt(conv, c, signed, signature, sealed, disclosed, named, author_role);
end $$;
comment on function public.commit(text, text, text, text, text) is
  'Appends a commit of the caller and makes it current; the same bytes again answer with the same seq. E_STALE_EPOCH: fetch, apply, try again. Null: ill-signed.';
