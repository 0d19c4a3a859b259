-- Commits: how a conversation begins and how its roster, policy and keys change; the only writer of the roster.
--
-- What the server learns: see commit rules; when keys were rotated and that somebody asked for it.
-- Who writes: a person in the roster, by a signed commit. Hosts may make a shell that only its parties can open.
-- Concurrency: whoever appends holds the lock of the conversation's row, so that seq has no gaps and the transcript is
-- one chain. Order of locks everywhere: the caller's meter, then the conversation.
-- Tested in: commits.test.ts, contexts.test.ts, concurrency.test.ts.

create function private.member_role(conversation uuid, person uuid) returns int
  language plpgsql stable
  set search_path = ''
as $$
begin
  return (
    select case when m.left_seq is null then m.role end
      from chat.members m where m.conversation_id = conversation and m.user_id = person);
end $$;
comment on function private.member_role(uuid, uuid) is 'Role in the current roster, null for everybody else.';

create function private.enter(conversation uuid, person uuid) returns chat.conversations
  language plpgsql
  set search_path = ''
as $$
declare
  conv chat.conversations;
begin
  perform private.demand(private.member_role(conversation, person) is not null, 'E_NOT_FOUND');
  select c.* into conv from chat.conversations c where c.id = conversation for no key update;
  perform private.demand(private.member_role(conversation, person) is not null, 'E_NOT_FOUND');
  return conv;
end $$;
comment on function private.enter(uuid, uuid) is
  'Locks the conversation for a member. Asked before the lock, so that a stranger never waits, and after it, so that nobody just removed gets in.';

create function private.append(
  conv chat.conversations, kind int, hash bytea, body bytea, sig bytea,
  ct bytea default null, disclosures bytea default null, metadata bytea default null
) returns chat.events
  language plpgsql
  set search_path = ''
as $$
declare
  moment timestamptz := date_trunc('milliseconds', clock_timestamp());
  next bigint := conv.last_seq + 1;
  t bytea := private.h('t', conv.transcript || int8send(next) || substring(int2send(kind::int2) from 2) || hash);
  e chat.events;
begin
  insert into chat.events (conversation_id, seq, kind, hash, transcript, received_at, body, sig, ct, disclosures, metadata)
    values (conv.id, next, append.kind, append.hash, t, moment, append.body, append.sig, append.ct, append.disclosures, append.metadata)
    on conflict do nothing
    returning * into e;
  if found then
    update chat.conversations c
      set last_seq = next, transcript = t, last_activity_at = moment, message_count = c.message_count + (append.kind = 2)::int
      where c.id = conv.id;
  end if;
  return e;
end $$;
comment on function private.append(chat.conversations, int, bytea, bytea, bytea, bytea, bytea, bytea) is
  'Next event of a conversation that the caller has locked; null if its message id, chain position or epoch is in the log already.';

create function private.adopt_roster(conversation uuid, body bytea, at bigint) returns void
  language sql
  set search_path = ''
as $$
  insert into chat.members as m (conversation_id, user_id, role, party_role, joined_seq)
    select conversation, r.user_id, r.role, p.role, at
      from private.roster(body) r
        join chat.conversations c on c.id = conversation
        left join chat.parties p on p.context_id = c.context_id and p.user_id = r.user_id
    on conflict on constraint members_pkey do update
      set role = excluded.role, left_seq = null,
        joined_seq = case when m.left_seq is null then m.joined_seq else excluded.joined_seq end
      where m.left_seq is not null or m.role <> excluded.role;
  update chat.members m set left_seq = at
    where m.conversation_id = conversation and m.left_seq is null
      and not exists (select from private.roster(body) r where r.user_id = m.user_id);
  delete from chat.leaves l using chat.members m
    where l.conversation_id = conversation and m.conversation_id = conversation and m.user_id = l.user_id and m.left_seq is not null
$$;
comment on function private.adopt_roster(uuid, bytea, bigint) is 'Makes the members those of the commit that gets this seq.';

create function private.adopt_case(conversation uuid, c private.commit, at bigint) returns void
  language sql
  set search_path = ''
as $$
  insert into chat.cases (conversation_id, case_id, opener, opened_seq)
    select conversation, c.case_id, c.author, at where c.reason = 7 on conflict do nothing;
  update chat.cases k set closed_seq = at
    where c.reason = 8 and k.conversation_id = conversation and k.case_id = c.case_id
$$;
comment on function private.adopt_case(uuid, private.commit, bigint) is 'Notes the dispute that a commit opens or closes.';

create function private.adopt(
  conv chat.conversations, c private.commit, body bytea, sig bytea, boxes bytea, disclosures bytea, metadata bytea,
  author_role int
) returns jsonb
  language plpgsql
  set search_path = ''
as $$
declare
  e chat.events;
begin
  update chat.conversations v
    set epoch = c.epoch, commit_hash = c.hash, member_count = c.members,
      policy_type = c.policy_type, context_hash = c.context_hash, mod_root = c.mod_root,
      policy_add = c.policy_add, retention_days = c.retention_days,
      case_id = case when c.reason = 8 then null else c.case_id end,
      rotation_required = (c.reason = 8 and author_role = 3)
    where v.id = conv.id;
  perform private.adopt_roster(conv.id, body, conv.last_seq + 1);
  perform private.adopt_case(conv.id, c, conv.last_seq + 1);
  insert into chat.boxes (conversation_id, epoch, user_id, box)
    select conv.id, c.epoch, r.user_id, private.slice(boxes, 85 * (r.at - 1)::int, 85)
      from private.roster(body) with ordinality as r (user_id, role, keys, at);
  e := private.append(conv, 1, c.hash, body, sig, null, disclosures, metadata);
  perform private.demand(e.seq is not null, 'E_STALE_EPOCH');
  return jsonb_build_object('seq', e.seq, 'duplicate', false, 'received_at', e.received_at);
end $$;
comment on function private.adopt(chat.conversations, private.commit, bytea, bytea, bytea, bytea, bytea, int) is
  'Appends a checked commit and makes it current. A moderator who closes a case knows the new key, so a rotation is due.';

create function private.earlier_commit(c private.commit) returns jsonb
  language sql stable
  return (
    select jsonb_build_object('seq', e.seq, 'duplicate', true, 'received_at', e.received_at)
      from chat.events e
      where e.conversation_id = c.conversation_id and e.kind = 1 and e.epoch = c.epoch
        and e.hash = c.hash and e.author = c.author
  );
comment on function private.earlier_commit(private.commit) is
  'The answer to a commit that is in the log already, null otherwise. An author''s meter makes one of two equal calls wait for the other.';

create function public.commit(
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
  conv := private.enter(c.conversation_id, me);
  author_role := private.member_role(conv.id, me);
  perform private.demand(not conv.locked or author_role = 3, 'E_LOCKED');
  perform private.check_commit(conv, c, signed, author_role);
  return private.adopt(conv, c, signed, signature, sealed, disclosed, named, author_role);
end $$;
comment on function public.commit(text, text, text, text, text) is
  'Appends a commit of the caller and makes it current; the same bytes again answer with the same seq. E_STALE_EPOCH: fetch, apply, try again.';

create function private.open_direct(c private.commit, body bytea) returns uuid
  language plpgsql
  set search_path = ''
as $$
declare
  low uuid := (select r.user_id from private.roster(body) r order by r.user_id limit 1);
  high uuid := (select r.user_id from private.roster(body) r order by r.user_id desc limit 1);
  existing uuid;
begin
  insert into chat.conversations (id, kind, class, pair_low, pair_high, transcript)
    values (c.conversation_id, 'direct', 'sealed', low, high, private.h('t0', uuid_send(c.conversation_id)))
    on conflict do nothing;
  if found then
    return null;
  end if;
  select v.id into existing from chat.conversations v where v.pair_low = low and v.pair_high = high;
  perform private.demand(found, 'E_EXISTS');
  return existing;
end $$;
comment on function private.open_direct(private.commit, bytea) is
  'Makes the pair''s conversation, or returns the id of the one that exists. Of two at once the second waits and gets the first''s.';

create function private.open_shell(c private.commit, body bytea, kind text, context uuid) returns chat.conversations
  language plpgsql
  set search_path = ''
as $$
declare
  conv chat.conversations;
  about chat.contexts;
begin
  select v.* into conv from chat.conversations v
    where v.id = c.conversation_id and exists (
      select from chat.parties p where p.context_id = v.context_id and p.user_id = c.author)
    for no key update;
  perform private.demand(found, 'E_NOT_FOUND');
  select x.* into about from chat.contexts x where x.id = conv.context_id;
  perform private.demand(coalesce(open_shell.context, about.id) = about.id and open_shell.kind = conv.kind
    and c.context_hash = private.h('conv-context', convert_to(about.kind || ':' || about.external_id, 'UTF8')), 'E_CONTEXT');
  perform private.demand(not exists (
    select from private.roster(body) r
      full join (select p.user_id from chat.parties p where p.context_id = about.id) p using (user_id)
      where r.user_id is null or p.user_id is null), 'E_CONTEXT');
  return conv;
end $$;
comment on function private.open_shell(private.commit, bytea, text, uuid) is
  'The locked shell that this genesis opens: by a party, for exactly the parties, about exactly that thing.';

create function public.create_conversation(
  kind text, body text, sig text, boxes text, metadata text default null, context uuid default null
) returns jsonb
  language plpgsql security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
  signed bytea := private.from_text(create_conversation.body, 29270);
  signature bytea := private.from_text(create_conversation.sig, 64);
  sealed bytea := private.from_text(create_conversation.boxes, 85 * 256);
  named bytea := case when create_conversation.metadata is not null then private.from_text(create_conversation.metadata, 65536) end;
  c private.commit := private.read_commit(signed);
  wanted chat.kinds;
  conv chat.conversations;
  existing uuid;
begin
  perform private.demand(octet_length(signature) = 64, 'E_FORMAT');
  perform private.demand(c.author = me, 'E_AUTHOR');
  select k.* into wanted from chat.kinds k where k.kind = create_conversation.kind;
  perform private.demand(wanted.class = 'sealed' and (wanted.linked or create_conversation.context is null), 'E_INPUT');
  perform private.check_seals(c, sealed, null, named);
  perform private.check_genesis(c, signed);
  perform private.demand(
    (c.policy_type = 1) = (wanted.kind = 'direct' or (wanted.linked and c.members = 2)), 'E_DIRECT');
  perform private.demand(wanted.linked or c.context_hash = private.zeros(32), 'E_CONTEXT');
  perform private.spend('create', me);
  if wanted.linked then
    conv := private.open_shell(c, signed, wanted.kind, create_conversation.context);
    existing := case when conv.epoch > 0 then conv.id end;
  elsif wanted.kind = 'direct' then
    existing := private.open_direct(c, signed);
  else
    insert into chat.conversations (id, kind, class, transcript)
      values (c.conversation_id, wanted.kind, wanted.class, private.h('t0', uuid_send(c.conversation_id)))
      on conflict do nothing;
    existing := case when not found then c.conversation_id end;
    perform private.demand(existing is null or private.earlier_commit(c) is not null, 'E_EXISTS');
  end if;
  if existing is not null then
    return jsonb_build_object('conversation', existing, 'created', false);
  end if;
  select v.* into strict conv from chat.conversations v where v.id = c.conversation_id and v.epoch = 0;
  perform private.adopt(conv, c, signed, signature, sealed, null, named, 1);
  return jsonb_build_object('conversation', conv.id, 'created', true);
end $$;
comment on function public.create_conversation(text, text, text, text, text, uuid) is
  'Begins a conversation with its genesis commit, or opens the shell of its id (context may name it, too). A pair''s direct one, or an opened shell, is returned with created false.';

create function public.require_rotation(conversation uuid) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
begin
  perform private.spend('commit', me);
  perform private.enter(require_rotation.conversation, me);
  update chat.conversations c set rotation_required = true
    where c.id = require_rotation.conversation and not c.rotation_required;
  return '{}';
end $$;
comment on function public.require_rotation(uuid) is 'A member asks for a new key (lost device, sign out everywhere): nobody can send before a commit.';

revoke all on function
  public.commit(text, text, text, text, text), public.create_conversation(text, text, text, text, text, uuid),
  public.require_rotation(uuid)
  from public, anon, authenticated, service_role;
grant execute on function
  public.commit(text, text, text, text, text), public.create_conversation(text, text, text, text, text, uuid),
  public.require_rotation(uuid)
  to authenticated;
