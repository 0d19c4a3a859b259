-- Commit rules: what a commit must be before the server appends it to a log (protocol, "Commit rules" C1 to C21).
--
-- Clients check the same rules and more (signatures, keys, certificates) and trust nothing of this; the server's check
-- keeps honest clients from meeting broken commits and outsiders from making them. One function per group of rules, each
-- refusing with the code of the rule. What SQL cannot do: C5 and C11 (curves), C16's certificates, C22, C23.
-- What the server learns: rosters, roles, reasons. Who reads, who writes: called by create_conversation and commit only.
-- Tested in: genesis-rules.test.ts, commit-rules.test.ts, dispute-rules.test.ts.

create type private.commit as (
  reason int,
  conversation_id uuid,
  epoch bigint,
  previous bytea,
  seen_seq bigint,
  seen_t bytea,
  author uuid,
  made_at bigint,
  policy_type int,
  policy_add int,
  retention_days bigint,
  case_id uuid,
  context_hash bytea,
  mod_root bytea,
  boxes_hash bytea,
  disclosures_hash bytea,
  metadata_hash bytea,
  members int,
  hash bytea
);
comment on type private.commit is 'The fields of an EC01 body, without its roster. case_id is null where the format has zeros.';

create type private.roster_change as (
  added bigint,
  removed uuid[],
  moderators_added bigint,
  moderators_removed bigint,
  moderators_left bigint,
  role_changes bigint,
  moderator_turns bigint,
  key_changes bigint,
  admins_before bigint,
  admins_after bigint,
  author_stays boolean
);
comment on type private.roster_change is
  'The difference between two rosters. added, removed: participants · moderator_turns: roles changed to or from moderator.';

create function private.roster(body bytea) returns table (user_id uuid, role int, keys bytea)
  language sql immutable
begin atomic
  select private.uuid_at(body, 342 + 113 * i), get_byte(body, 358 + 113 * i), private.slice(body, 359 + 113 * i, 96)
    from generate_series(0, (octet_length(body) - 342) / 113 - 1) i;
end;
comment on function private.roster(bytea) is
  'Roster of a commit body in its order; keys = statement hash, Ed25519 key and X25519 key, 32 bytes each.';

create function private.read_commit(body bytea) returns private.commit
  language plpgsql immutable
  set search_path = ''
as $$
declare
  c private.commit;
  n int := (octet_length(body) - 342) / 113;
begin
  perform private.demand(
    octet_length(body) between 455 and 29270 and octet_length(body) = 342 + 113 * n
      and private.slice(body, 0, 5) = '\x4543303101' and get_byte(body, 5) between 1 and 9
      and private.slice(body, 6, 2) = '\x0000' and get_byte(body, 124) between 1 and 2 and get_byte(body, 125) <= 2
      and private.slice(body, 126, 2) = '\x0000'
      and get_byte(body, 340) * 256 + get_byte(body, 341) = n
      and (select bool_and(r.role between 1 and 3) from private.roster(body) r),
    'E_FORMAT');
  perform private.demand((
    select bool_and(o.in_order) from (
      select r.user_id > lag(r.user_id) over (order by r.at) is not false as in_order
        from (select row_number() over () as at, x.user_id from private.roster(body) x) r) o), 'E_ORDER');
  c.reason := get_byte(body, 5);
  c.conversation_id := private.uuid_at(body, 8);
  c.epoch := private.u32(body, 24);
  c.previous := private.slice(body, 28, 32);
  c.seen_seq := private.u64(body, 60);
  c.seen_t := private.slice(body, 68, 32);
  c.author := private.uuid_at(body, 100);
  c.made_at := private.u64(body, 116);
  c.policy_type := get_byte(body, 124);
  c.policy_add := get_byte(body, 125);
  c.retention_days := private.u32(body, 128);
  c.case_id := nullif(private.uuid_at(body, 132), '00000000-0000-0000-0000-000000000000');
  c.context_hash := private.slice(body, 148, 32);
  c.mod_root := private.slice(body, 180, 32);
  c.boxes_hash := private.slice(body, 244, 32);
  c.disclosures_hash := private.slice(body, 276, 32);
  c.metadata_hash := private.slice(body, 308, 32);
  c.members := n;
  c.hash := private.h('commit-hash', body);
  return c;
end $$;
comment on function private.read_commit(bytea) is 'C1 form (E_FORMAT, E_RANGE) and C2 order of the roster (E_ORDER), then the fields.';

create function private.check_seals(c private.commit, boxes bytea, disclosures bytea, metadata bytea) returns void
  language plpgsql immutable
  set search_path = ''
as $$
begin
  perform private.demand(
    octet_length(boxes) = 85 * c.members and private.h('boxes', boxes) = c.boxes_hash
      and (select bool_and(private.slice(boxes, 85 * i, 5) = '\x4542303101') from generate_series(0, c.members - 1) i),
    'E_BOXES');
  perform private.demand(
    case when disclosures is null then c.disclosures_hash = private.zeros(32)
      else octet_length(disclosures) > 24 and private.slice(disclosures, 0, 6) = '\x454430310100'
        and octet_length(disclosures) = 24 + 105 * (get_byte(disclosures, 6) * 256 + get_byte(disclosures, 7))
        and private.uuid_at(disclosures, 8) = c.case_id
        and private.h('disclosures', disclosures) = c.disclosures_hash
    end,
    'E_DISCLOSURE');
  perform private.demand(
    case when metadata is null then c.metadata_hash = private.zeros(32)
      else octet_length(metadata) between 80 and 65536 and private.h('meta-hash', metadata) = c.metadata_hash
    end,
    'E_FORMAT');
end $$;
comment on function private.check_seals(private.commit, bytea, bytea, bytea) is
  'C3 one box per roster entry and their hash, C4 disclosures if and only if hashed, and the same for metadata.';

create function private.check_keys(body bytea) returns void
  language plpgsql stable
  set search_path = ''
as $$
begin
  perform private.demand(not exists (
    select from private.roster(body) r
      where not exists (
        select from chat.identity_statements s
          where s.user_id = r.user_id and s.hash = private.slice(r.keys, 0, 32)
            and s.ed_pk = private.slice(r.keys, 32, 32) and s.x_pk = private.slice(r.keys, 64, 32))), 'E_KEYCHANGE');
end $$;
comment on function private.check_keys(bytea) is
  'C13, second half: every roster entry equals a registered identity statement of that person. Nobody unknown gets in.';

create function private.check_genesis(c private.commit, body bytea) returns void
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
  perform private.check_keys(body);
end $$;
comment on function private.check_genesis(private.commit, bytea) is 'C6: the first commit of a log.';

create function private.compare_rosters(before bytea, after bytea, author uuid) returns private.roster_change
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
    coalesce(bool_or(a.user_id = author), false)
  from private.roster(before) b full join private.roster(after) a using (user_id)
$$;
comment on function private.compare_rosters(bytea, bytea, uuid) is 'What a commit changes: computed from the rosters, never from its reason.';

create function private.check_succession(conv chat.conversations, c private.commit) returns void
  language plpgsql stable
  set search_path = ''
as $$
begin
  perform private.demand(c.reason <> 1, 'E_CHAIN');
  perform private.demand(c.epoch = conv.epoch + 1 and c.previous = conv.commit_hash, 'E_STALE_EPOCH');
  perform private.demand(
    c.context_hash = conv.context_hash and c.mod_root = conv.mod_root and c.policy_type = conv.policy_type, 'E_IMMUTABLE');
  perform private.demand(
    not exists (select from chat.leaves l where l.conversation_id = conv.id and l.seq > c.seen_seq), 'E_STALE_EPOCH');
end $$;
comment on function private.check_succession(chat.conversations, private.commit) is
  'C8 follows the current commit (E_STALE_EPOCH: somebody was faster, or a leave was not seen), C9 changes nothing immutable.';

create function private.check_roles(c private.commit, author_role int, d private.roster_change) returns void
  language plpgsql immutable
  set search_path = ''
as $$
begin
  perform private.demand(
    d.moderator_turns = 0 and (d.role_changes = 0 or author_role = 2)
      and (d.admins_before = 0 or d.admins_after > 0 or c.reason = 4),
    'E_ROLE');
  perform private.demand(d.key_changes = 0 or (c.reason = 6 and author_role <> 3), 'E_KEYCHANGE');
end $$;
comment on function private.check_roles(private.commit, int, private.roster_change) is
  'C12 roles are changed by admins, and an admin remains; C13 keys are changed by a key commit of a participant.';

create function private.check_people(
  conv chat.conversations, c private.commit, author_role int, d private.roster_change
) returns void
  language plpgsql stable
  set search_path = ''
as $$
begin
  perform private.demand(
    d.added = 0 or (c.reason = 2 and c.policy_type <> 1 and author_role <> 3
      and (conv.policy_add = 2 or (conv.policy_add = 1 and author_role = 2))),
    'E_ADD');
  perform private.demand(
    cardinality(d.removed) = 0 or (c.policy_type <> 1 and author_role <> 3 and (
      (c.reason = 3 and author_role = 2)
      or (c.reason = 4 and d.removed <@ array(select l.user_id from chat.leaves l where l.conversation_id = conv.id)))),
    'E_REMOVE');
  perform private.demand(d.author_stays or (author_role = 3 and c.reason = 8), 'E_REMOVE');
  perform private.demand(
    array(select l.user_id from chat.leaves l where l.conversation_id = conv.id) <@ d.removed, 'E_REMOVE');
end $$;
comment on function private.check_people(chat.conversations, private.commit, int, private.roster_change) is
  'C14 who may add, C15 who may remove; whoever has said to leave is removed, and the author stays.';

create function private.check_moderators(
  conv chat.conversations, c private.commit, author_role int, d private.roster_change
) returns void
  language plpgsql stable
  set search_path = ''
as $$
begin
  perform private.demand(author_role <> 3 or c.reason in (5, 8), 'E_MODERATOR');
  perform private.demand(
    case when c.reason = 7 then d.moderators_added > 0 and c.case_id is not null
        and abs(c.made_at - extract(epoch from now()) * 1000) < 3600000
      else d.moderators_added = 0 end,
    'E_MODERATOR');
  perform private.demand(c.reason <> 8 or conv.case_id is not null, 'E_CASE');
  perform private.demand(
    case when c.reason = 8 then d.moderators_left = 0 and (author_role = 3 or exists (
          select from chat.cases k where k.conversation_id = conv.id and k.case_id = conv.case_id and k.opener = c.author))
      else d.moderators_removed = 0 end,
    'E_MODERATOR');
  perform private.demand(
    case
      when conv.case_id is not null then c.case_id is not distinct from conv.case_id
      when c.reason = 7 then not exists (
        select from chat.cases k where k.conversation_id = conv.id and k.case_id = c.case_id)
      else c.case_id is null
    end,
    'E_CASE');
end $$;
comment on function private.check_moderators(chat.conversations, private.commit, int, private.roster_change) is
  'C16, C17, C18, C21: moderators come with a dispute-open near our own time, go with its close, and author nothing else.';

create function private.check_policy(conv chat.conversations, c private.commit, author_role int) returns void
  language plpgsql immutable
  set search_path = ''
as $$
begin
  perform private.demand(
    (c.policy_add, c.retention_days) = (conv.policy_add, conv.retention_days) or (c.reason = 9 and author_role = 2), 'E_POLICY');
  perform private.demand(c.disclosures_hash = private.zeros(32) or c.reason = 7, 'E_DISCLOSURE');
end $$;
comment on function private.check_policy(chat.conversations, private.commit, int) is
  'C19 the policy is changed by admins with a policy commit, C20 disclosures belong to a dispute-open.';

create function private.check_commit(conv chat.conversations, c private.commit, body bytea, author_role int) returns void
  language plpgsql stable
  set search_path = ''
as $$
declare
  d private.roster_change;
begin
  perform private.check_succession(conv, c);
  d := private.compare_rosters((
      select e.body from chat.events e where e.conversation_id = conv.id and e.kind = 1 and e.epoch = conv.epoch),
    body, c.author);
  perform private.check_roles(c, author_role, d);
  perform private.check_keys(body);
  perform private.check_people(conv, c, author_role, d);
  perform private.check_moderators(conv, c, author_role, d);
  perform private.check_policy(conv, c, author_role);
end $$;
comment on function private.check_commit(chat.conversations, private.commit, bytea, int) is
  'Every rule for a later commit, against the locked conversation and the author''s role in the previous roster.';
