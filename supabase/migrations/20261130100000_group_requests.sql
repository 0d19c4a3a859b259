-- Group requests: whoever is put into a group by a stranger is asked first.
--
-- Membership is what the signed log says, and stays so: the person is in the roster and has the key, or nobody could tell
-- who reads. What waits is the person's side of it: until they accept, nothing of them is told, and nothing of it rings.
-- A stranger is who shares no conversation that the person has accepted, and no context of a platform (private.know_each_other).
-- Whoever asked to be let in by a link, and a moderator, who comes by a certificate, are not asked.
-- Writing accepts. To say that one leaves, or request_answer, declines: then it is in no list of that person's, and nothing
-- of it reaches their inbox, also when leaving itself is not possible (the last admin) or somebody has still to let them go.
-- Enforced where every way leads through: triggers on membership, on the log, on leaves and on pointers, a policy on topics.
-- What the server learns: who was put where by whom, and what was answered. Everybody else in the group learns nothing.
-- Who reads: the person asked, as part of the conversation's summary. Who writes: that person, and the triggers.
-- Tested in: group-requests.test.ts.

create table chat.group_requests (
  conversation_id uuid not null,
  user_id uuid not null,
  asker uuid not null,
  answer text not null default 'awaited',
  created_at timestamptz not null default now(),
  constraint group_requests_pkey primary key (conversation_id, user_id),
  constraint group_request_is_of_a_member foreign key (conversation_id, user_id)
    references chat.members (conversation_id, user_id) on delete cascade,
  constraint answer_is_one_of_three check (answer in ('awaited', 'accepted', 'declined')),
  constraint nobody_asks_themselves check (asker <> user_id)
);
comment on table chat.group_requests is 'Who was put into a group by somebody they do not know, and what they answered.';
comment on column chat.group_requests.asker is 'Author of the commit that let the person in.';
comment on column chat.group_requests.answer is 'awaited; accepted for as long as the person does not leave; declined: it is served no more.';
create index group_requests_by_person on chat.group_requests (user_id);

alter table chat.group_requests enable row level security;
alter table chat.group_requests force row level security;
create policy "only functions reach group requests" on chat.group_requests as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.group_requests from public, anon, authenticated, service_role;

create function private.has_not_accepted(conversation uuid, person uuid) returns boolean
  language plpgsql stable
  set search_path = ''
as $$
begin
  return exists (
    select from chat.group_requests r
      where r.conversation_id = conversation and r.user_id = person and r.answer <> 'accepted');
end $$;
comment on function private.has_not_accepted(uuid, uuid) is 'Whether the person was put into this group by a stranger and has not accepted that.';

create function private.has_declined(conversation uuid, person uuid) returns boolean
  language plpgsql stable
  set search_path = ''
as $$
begin
  return exists (
    select from chat.group_requests r
      where r.conversation_id = conversation and r.user_id = person and r.answer = 'declined');
end $$;
comment on function private.has_declined(uuid, uuid) is 'Whether the person wants nothing of this group.';

create function private.ask_member_first() returns trigger
  language plpgsql
  set search_path = ''
as $$
declare
  me uuid := auth.uid();
begin
  if me is null or new.user_id = me or new.role = 3
    or exists (select from chat.conversations c where c.id = new.conversation_id and c.kind = 'direct')
    -- Runs before close_join, which makes a pending one done.
    or exists (
      select from chat.joins j
        where j.conversation_id = new.conversation_id and j.user_id = new.user_id and j.state = 'pending')
    or private.know_each_other(me, new.user_id, new.conversation_id)
  then
    delete from chat.group_requests r where r.conversation_id = new.conversation_id and r.user_id = new.user_id;
  else
    insert into chat.group_requests as r (conversation_id, user_id, asker) values (new.conversation_id, new.user_id, me)
      on conflict on constraint group_requests_pkey do update
        set asker = excluded.asker, answer = 'awaited', created_at = excluded.created_at
        where r.answer <> 'accepted';
  end if;
  return null;
end $$;
comment on function private.ask_member_first() is
  'Membership by the act of a stranger begins as a request; who has accepted this very group and did not leave is not asked again.';
create trigger ask_member_first after insert on chat.members
  for each row when (new.left_seq is null) execute function private.ask_member_first();
create trigger ask_member_first_again after update of left_seq on chat.members
  for each row when (old.left_seq is not null and new.left_seq is null) execute function private.ask_member_first();

create function private.withdraw_group_request() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  update chat.group_requests r set answer = 'declined'
    where r.conversation_id = new.conversation_id and r.user_id = new.user_id and r.answer = 'awaited';
  return null;
end $$;
comment on function private.withdraw_group_request() is 'Who is removed before they have answered keeps nothing of a group they never wanted.';
create trigger withdraw_group_request after update of left_seq on chat.members
  for each row when (old.left_seq is null and new.left_seq is not null) execute function private.withdraw_group_request();

create function private.decline_by_leaving() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  update chat.group_requests r set answer = 'declined'
    where r.conversation_id = new.conversation_id and r.user_id = new.user_id and r.answer = 'awaited';
  delete from chat.group_requests r
    where r.conversation_id = new.conversation_id and r.user_id = new.user_id and r.answer = 'accepted';
  return null;
end $$;
comment on function private.decline_by_leaving() is 'A wish to leave declines what was asked, and takes back what was accepted: who is put in again is asked again.';
create trigger decline_by_leaving after insert on chat.leaves
  for each row execute function private.decline_by_leaving();

create function private.accept_by_writing() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  update chat.group_requests r set answer = 'accepted'
    where r.conversation_id = new.conversation_id and r.user_id = new.author and r.answer = 'awaited';
  return null;
end $$;
comment on function private.accept_by_writing() is 'Whoever writes in a group has accepted being in it. A new key and a wish to leave are no writing.';
create trigger accept_by_writing after insert on chat.events
  for each row when (new.kind = 2 and get_byte(new.body, 5) = 0) execute function private.accept_by_writing();

create or replace function private.tell_nothing_yet() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  if exists (select from chat.requests r where r.conversation_id = new.conversation_id and r.awaits = new.user_id)
    or private.has_not_accepted(new.conversation_id, new.user_id)
  then
    return null;
  end if;
  return new;
end $$;

create function private.is_asked(topic text, person uuid) returns boolean
  language plpgsql stable security definer
  set search_path = ''
as $$
begin
  return topic ~ '^conversation:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:'
    and private.has_not_accepted(split_part(topic, ':', 2)::uuid, person);
end $$;
comment on function private.is_asked(text, uuid) is 'Whether this is the topic of a group that the person has not accepted.';
revoke all on function private.is_asked(text, uuid) from public, anon, authenticated, service_role;
grant execute on function private.is_asked(text, uuid) to authenticated;

create policy "nobody is heard or seen in a group they have not accepted" on realtime.messages
  as restrictive for all to authenticated
  using (not (select private.is_asked(realtime.topic(), (select auth.uid()))))
  with check (not (select private.is_asked(realtime.topic(), (select auth.uid()))));

create or replace function private.my_conversations(me uuid) returns table (conversation_id uuid, role int, joined_seq bigint)
  language sql stable
begin atomic
  select m.conversation_id, m.role, m.joined_seq from chat.members m
    where m.user_id = me and m.left_seq is null
      and not exists (
        select from chat.requests r where r.conversation_id = m.conversation_id and r.awaits = me and r.declined)
      and not exists (
        select from chat.group_requests r
          where r.conversation_id = m.conversation_id and r.user_id = me and r.answer = 'declined')
  union all
  select c.id, 1, 0::bigint
    from chat.parties p join chat.conversations c on c.context_id = p.context_id
    where p.user_id = me and c.epoch = 0 and c.class = 'sealed';
end;

create or replace function private.my_former(me uuid) returns setof chat.members
  language sql stable
begin atomic
  select m.* from chat.members m
    where m.user_id = me and m.left_seq is not null and not m.forgotten
      and not exists (
        select from chat.group_requests r
          where r.conversation_id = m.conversation_id and r.user_id = me and r.answer = 'declined');
end;
comment on function private.my_former(uuid) is 'Memberships that have ended, were not put away, and were wanted.';

create or replace function private.summary_json(c chat.conversations, me uuid, role int, joined_seq bigint) returns jsonb
  language plpgsql stable
  set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', c.id, 'kind', c.kind, 'class', c.class, 'epoch', c.epoch,
    'last_seq', c.last_seq, 'transcript', private.to_text(c.transcript),
    'created_at', c.created_at, 'last_activity_at', c.last_activity_at,
    'rotation_required', c.rotation_required, 'locked', c.locked, 'retention_days', c.retention_days,
    'context', private.context_json(c.context_id),
    'awaits', (select r.awaits from chat.requests r where r.conversation_id = c.id),
    'asked_by', (
      select r.asker from chat.group_requests r
        where r.conversation_id = c.id and r.user_id = summary_json.me and r.answer = 'awaited'),
    'lifecycle', private.lifecycle_json(c, summary_json.role),
    'members', private.members_json(c),
    'my', jsonb_build_object('role', summary_json.role, 'joined_seq', summary_json.joined_seq, 'left_seq', null, 'read_seq', coalesce((
      select p.read_seq from chat.pointers p where p.conversation_id = c.id and p.user_id = summary_json.me), 0)));
end $$;

create or replace function private.announce_event() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
declare
  c chat.conversations;
  payload jsonb := private.event_json(new);
  position jsonb := jsonb_build_object('conversation', new.conversation_id, 'seq', new.seq);
begin
  select x.* into strict c from chat.conversations x where x.id = new.conversation_id;
  if octet_length(payload::text) > 16000 or (new.kind = 1 and c.member_count > 32) then
    payload := position;
  end if;
  if c.member_count <= 32 or new.kind = 1 then
    perform realtime.send(payload, 'event', 'user:' || m.user_id, true)
      from chat.members m
      where m.conversation_id = new.conversation_id and m.left_seq is null and m.joined_seq < new.seq
        and not private.has_declined(m.conversation_id, m.user_id);
  else
    perform realtime.send(payload, 'event', 'conversation:' || c.id || ':' || c.epoch, true);
  end if;
  if new.kind = 1 then
    perform realtime.send(jsonb_build_object('conversation', new.conversation_id), 'conversation', 'user:' || m.user_id, true)
      from chat.members m
      where m.conversation_id = new.conversation_id and (m.left_seq = new.seq or (m.left_seq is null and m.joined_seq = new.seq));
  end if;
  return null;
end $$;

create or replace function private.announce_pointer() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
declare
  signed bytea := case
    when tg_op = 'INSERT' then coalesce(new.read, new.view)
    when new.read is distinct from old.read then new.read
    else new.view
  end;
  payload jsonb := jsonb_build_object(
    'conversation', new.conversation_id, 'user_id', new.user_id, 'pointer', private.to_text(signed));
  c chat.conversations;
begin
  select x.* into strict c from chat.conversations x where x.id = new.conversation_id;
  if c.member_count <= 32 then
    perform realtime.send(payload, 'pointer', 'user:' || m.user_id, true)
      from chat.members m
      where m.conversation_id = new.conversation_id and m.left_seq is null
        and not private.has_declined(m.conversation_id, m.user_id);
  else
    perform realtime.send(payload, 'pointer', 'conversation:' || c.id || ':' || c.epoch, true);
  end if;
  return null;
end $$;

create or replace function public.request_answer(conversation uuid, accept boolean) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  told uuid[];
begin
  perform private.demand(request_answer.accept is not null, 'E_INPUT');
  perform private.spend('store', me);
  if request_answer.accept then
    delete from chat.requests r where r.conversation_id = request_answer.conversation and r.awaits = me
      returning array[r.awaits, r.asker] into told;
  else
    update chat.requests r set declined = true
      where r.conversation_id = request_answer.conversation and r.awaits = me returning array[r.awaits] into told;
  end if;
  if told is null then
    update chat.group_requests r set answer = case when request_answer.accept then 'accepted' else 'declined' end
      where r.conversation_id = request_answer.conversation and r.user_id = me and r.answer <> 'accepted'
        and private.member_role(r.conversation_id, me) is not null
        and not exists (select from chat.leaves l where l.conversation_id = r.conversation_id and l.user_id = me)
      returning array[me] into told;
  end if;
  perform private.demand(told is not null, 'E_NOT_FOUND');
  perform realtime.send(jsonb_build_object('conversation', request_answer.conversation), 'conversation', 'user:' || u, true)
    from unnest(told) u;
  return '{}';
end $$;
comment on function public.request_answer(uuid, boolean) is
  'Accepts or declines a request, of a person or to be in a group. Accepting a person tells both; everything else only the own devices. What was declined may be accepted later, unless one has left.';
