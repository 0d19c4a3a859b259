-- Lifecycle: how a conversation is closed, and how it is deleted.
--
-- What may be done to which kind, and by whom, is a table. A closed conversation is read and not written: its members still
-- leave, and the platform or an admin opens it again. One that is to be deleted is closed at once and goes when its grace is
-- over, with its log, boxes, positions, links and everything else; until then it can be called back. Of two people, or the
-- parties of a platform's thing, all must want it; any of them calls it back. Archiving is each person's own (sealed marks).
-- None of this is signed: the server could refuse or lose a conversation without it, and nobody's words change by it.
-- What the server learns: who closed what, who wants what deleted. Who reads: members. Who writes: members, by the table;
-- the host platform, for its own things. While a case is open or a lock stands nothing is deleted.
-- Tested in: lifecycle.test.ts.

create table chat.lifecycle_rules (
  kind text not null,
  close_by text not null,
  delete_by text not null,
  grace interval not null default interval '7 days',
  constraint lifecycle_rules_pkey primary key (kind),
  constraint rule_is_for_a_kind foreign key (kind) references chat.kinds (kind),
  constraint closed_by_somebody_or_nobody check (close_by in ('admin', 'platform', 'nobody')),
  constraint deleted_by_an_admin_or_all_or_nobody check (delete_by in ('admin', 'all', 'nobody'))
);
comment on table chat.lifecycle_rules is 'What may become of conversations of a kind, and who says so.';
comment on column chat.lifecycle_rules.delete_by is 'admin: one of them · all: every participant, and each may call it back.';
insert into chat.lifecycle_rules (kind, close_by, delete_by)
  select k.kind,
    case when k.linked then 'platform' when k.kind in ('direct', 'note') then 'nobody' else 'admin' end,
    case when k.linked or k.kind in ('direct', 'note') then 'all' else 'admin' end
    from chat.kinds k where k.class = 'sealed';

create table chat.deletion_wishes (
  conversation_id uuid not null,
  user_id uuid not null,
  constraint deletion_wishes_pkey primary key (conversation_id, user_id),
  constraint wish_belongs_to_a_conversation foreign key (conversation_id) references chat.conversations (id) on delete cascade
);
comment on table chat.deletion_wishes is 'Who wants a conversation deleted that takes everybody''s wish.';

alter table chat.lifecycle_rules enable row level security;
alter table chat.lifecycle_rules force row level security;
alter table chat.deletion_wishes enable row level security;
alter table chat.deletion_wishes force row level security;
create policy "only functions reach lifecycle rules" on chat.lifecycle_rules as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach deletion wishes" on chat.deletion_wishes as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.lifecycle_rules, chat.deletion_wishes from public, anon, authenticated, service_role;

alter table chat.conversations
  add column closed_at timestamptz,
  add column closed_by uuid,
  add column deletes_at timestamptz;
comment on column chat.conversations.closed_at is 'Read and not written since then.';
comment on column chat.conversations.closed_by is 'Who closed it; null: the host platform.';
comment on column chat.conversations.deletes_at is 'When everything of it goes; until then it can be called back, and is not written.';
create index conversations_to_delete on chat.conversations (deletes_at) where deletes_at is not null;

create function private.refuse_when_closed() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  perform private.demand(current_setting('parley.leaving', true) = 'on', 'E_CLOSED');
  return new;
end $$;
comment on function private.refuse_when_closed() is 'A closed conversation gets no message but that somebody leaves. Decided by the row that counts messages: sending looks nothing up for it.';
create trigger refuse_when_closed before update of message_count on chat.conversations
  for each row when (
    new.message_count > old.message_count and new.class = 'sealed' and (new.closed_at is not null or new.deletes_at is not null))
  execute function private.refuse_when_closed();

create or replace function public.leave(hdr text, sig text, ct text) returns jsonb
  language plpgsql security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
  header bytea := private.from_text(leave.hdr, 284);
  signature bytea := private.from_text(leave.sig, 64);
  sealed bytea := private.from_text(leave.ct, 65552);
  conv chat.conversations;
  e chat.events;
  answer jsonb;
begin
  perform private.check_message(header, signature, sealed, me);
  perform private.spend('send', me);
  conv := private.enter(private.uuid_at(header, 8), me);
  answer := private.earlier_message(header, signature, sealed);
  if answer is not null then
    return answer;
  end if;
  perform private.check_leave(conv, me);
  perform private.demand(
    not conv.rotation_required and private.u32(header, 40) = conv.epoch and private.slice(header, 44, 32) = conv.commit_hash,
    'E_STALE_EPOCH');
  perform set_config('parley.leaving', 'on', true);
  e := private.append(conv, 2, private.h('msg-hash', header), header, signature, sealed);
  perform set_config('parley.leaving', '', true);
  perform private.demand(e.seq is not null, 'E_CHAIN');
  insert into chat.leaves (conversation_id, user_id, seq) values (conv.id, me, e.seq);
  update chat.conversations v set rotation_required = true where v.id = conv.id;
  return jsonb_build_object('seq', e.seq, 'duplicate', false, 'received_at', e.received_at);
end $$;

create function private.tell_members(conversation uuid, people uuid[] default null) returns void
  language sql
  set search_path = ''
as $$
  select realtime.send(jsonb_build_object('conversation', conversation), 'conversation', 'user:' || u, true)
    from unnest(coalesce(people, array(
      select m.user_id from chat.members m where m.conversation_id = conversation and m.left_seq is null))) u
$$;
comment on function private.tell_members(uuid, uuid[]) is 'Members read the summary again.';

create function private.lifecycle_rule(conv chat.conversations) returns chat.lifecycle_rules
  language plpgsql stable
  set search_path = ''
as $$
declare
  r chat.lifecycle_rules;
begin
  select x.* into r from chat.lifecycle_rules x where x.kind = conv.kind;
  perform private.demand(found and conv.epoch > 0, 'E_ROLE');
  return r;
end $$;
comment on function private.lifecycle_rule(chat.conversations) is 'The rule of a conversation that has begun; E_ROLE where there is none.';

create function public.conversation_close(conversation uuid, closed boolean) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  conv chat.conversations;
begin
  perform private.demand(conversation_close.closed is not null, 'E_INPUT');
  perform private.spend('store', me);
  conv := private.enter(conversation_close.conversation, me);
  perform private.demand(
    (private.lifecycle_rule(conv)).close_by = 'admin' and private.member_role(conv.id, me) = 2, 'E_ROLE');
  update chat.conversations c
    set closed_at = case when conversation_close.closed then coalesce(c.closed_at, now()) end,
      closed_by = case when conversation_close.closed then coalesce(c.closed_by, me) end
    where c.id = conv.id;
  perform private.tell_members(conv.id);
  return '{}';
end $$;
comment on function public.conversation_close(uuid, boolean) is 'An admin closes a conversation, or opens it again. E_ROLE where the rules give that to somebody else.';

create function public.conversation_delete(conversation uuid, wanted boolean) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  conv chat.conversations;
  rule chat.lifecycle_rules;
  agreed boolean;
begin
  perform private.demand(conversation_delete.wanted is not null, 'E_INPUT');
  perform private.spend('store', me);
  conv := private.enter(conversation_delete.conversation, me);
  rule := private.lifecycle_rule(conv);
  perform private.demand(
    case rule.delete_by when 'admin' then private.member_role(conv.id, me) = 2
      when 'all' then private.member_role(conv.id, me) <> 3 else false end, 'E_ROLE');
  perform private.demand(not conversation_delete.wanted or (not conv.locked and conv.case_id is null), 'E_LOCKED');
  if conversation_delete.wanted then
    insert into chat.deletion_wishes (conversation_id, user_id) values (conv.id, me) on conflict do nothing;
    agreed := rule.delete_by = 'admin' or not exists (
      select from chat.members m where m.conversation_id = conv.id and m.left_seq is null and m.role <> 3
        and not exists (select from chat.deletion_wishes w where w.conversation_id = conv.id and w.user_id = m.user_id));
    update chat.conversations c set deletes_at = coalesce(c.deletes_at, now() + rule.grace) where c.id = conv.id and agreed;
  else
    delete from chat.deletion_wishes w where w.conversation_id = conv.id;
    update chat.conversations c set deletes_at = null where c.id = conv.id and c.deletes_at is not null;
  end if;
  perform private.tell_members(conv.id);
  return '{}';
end $$;
comment on function public.conversation_delete(uuid, boolean) is
  'Wants a conversation deleted for everybody after its grace, or calls it back. Where all must want it, the last wish begins the grace and anybody''s no ends it.';

create or replace function public.host_change_context(key_hash text, context uuid, change jsonb) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  about chat.contexts := private.host_context(host_change_context.key_hash, host_change_context.context);
  conv chat.conversations;
begin
  perform private.demand(pg_column_size(change) <= 4096 and jsonb_typeof(change) = 'object' and change <> '{}'
    and change - array['title', 'state', 'closed'] = '{}', 'E_INPUT');
  perform private.demand(not change ? 'title' or jsonb_typeof(change -> 'title') = 'null'
    or (jsonb_typeof(change -> 'title') = 'string' and private.is_plain_text(change ->> 'title', 200)), 'E_INPUT');
  perform private.demand(not change ? 'state'
    or (jsonb_typeof(change -> 'state') = 'string' and private.is_plain_text(change ->> 'state', 32)), 'E_INPUT');
  perform private.demand(not change ? 'closed' or jsonb_typeof(change -> 'closed') = 'boolean', 'E_INPUT');
  perform private.demand(about.ended_at is null or change - 'closed' = '{}', 'E_CONFLICT');
  update chat.contexts x
    set title = case when change ? 'title' then change ->> 'title' else x.title end,
      state = coalesce(change ->> 'state', x.state)
    where x.id = about.id and change - 'closed' <> '{}';
  if change ? 'closed' then
    update chat.conversations c
      set closed_at = case when (change ->> 'closed')::boolean then coalesce(c.closed_at, now()) end, closed_by = null
      where c.context_id = about.id returning c.* into conv;
    perform private.tell_members(conv.id);
  end if;
  return private.context_state(about.id);
end $$;
comment on function public.host_change_context(text, uuid, jsonb) is
  'Sets title (null: none) and state of a context of this platform, E_CONFLICT once it has ended; closes its conversation or opens it again.';

create or replace function private.context_state(context uuid) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object(
      'context', x.id, 'conversation', c.id, 'title', x.title, 'state', x.state, 'ended', x.ended_at is not null,
      'closed', c.closed_at is not null)
    from chat.contexts x join chat.conversations c on c.context_id = x.id where x.id = context
$$;

create or replace function private.keep_the_log() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    perform private.demand(exists (
      select from chat.conversations c where c.id = old.conversation_id and c.deletes_at <= now()), 'E_IMMUTABLE');
    return old;
  end if;
  perform private.demand(tg_op = 'UPDATE', 'E_IMMUTABLE');
  perform private.demand(
    (old.conversation_id, old.seq, old.kind, old.hash, old.transcript, old.received_at)
        is not distinct from (new.conversation_id, new.seq, new.kind, new.hash, new.transcript, new.received_at)
      and new.kind = 2 and new.tombstone is not null,
    'E_IMMUTABLE');
  return new;
end $$;
comment on function private.keep_the_log() is
  'Whoever asks: events are neither changed nor removed. A message may become a tombstone; a log goes as a whole when the grace of its conversation is over.';

create function private.delete_conversation(conversation uuid) returns void
  language plpgsql
  set search_path = ''
as $$
declare
  people uuid[] := array(
    select m.user_id from chat.members m where m.conversation_id = conversation and (m.left_seq is null or not m.forgotten));
  about uuid := (select c.context_id from chat.conversations c where c.id = conversation);
begin
  delete from chat.events e where e.conversation_id = conversation;
  delete from chat.quarantine q where q.conversation_id = conversation;
  delete from chat.pointers p where p.conversation_id = conversation;
  delete from chat.conversations c where c.id = conversation;
  delete from chat.contexts x where x.id = about;
  perform private.tell_members(conversation, people);
end $$;
comment on function private.delete_conversation(uuid) is 'Everything of a conversation whose grace is over, and the thing it was about. Its members'' devices learn it by sync and forget it.';

create function private.delete_due() returns int
  language plpgsql
  set search_path = ''
as $$
declare
  gone int := 0;
  due uuid;
begin
  for due in
    select c.id from chat.conversations c
      where c.deletes_at <= now() and not c.locked and c.case_id is null
      order by c.deletes_at limit 5 for update skip locked
  loop
    perform private.delete_conversation(due);
    gone := gone + 1;
  end loop;
  return gone;
end $$;
comment on function private.delete_due() is 'The job: conversations whose grace is over, a few at a time.';
select private.add_job('delete', interval '45 seconds', 'select private.delete_due()', 'conversations whose grace is over go with everything they have');

revoke all on function public.conversation_close(uuid, boolean), public.conversation_delete(uuid, boolean)
  from public, anon, authenticated, service_role;
grant execute on function public.conversation_close(uuid, boolean), public.conversation_delete(uuid, boolean) to authenticated;
