-- First contact: a stranger's direct conversation is a request until the other person accepts it.
--
-- Strangers share no other conversation and no context. Until the request is accepted there is one message of the asker and
-- nothing more; the person asked tells nothing back: no positions, no typing, no presence. Answering accepts. Declining
-- hides the conversation from the one and says nothing to the other.
-- Enforced where every way leads through: triggers on the log and on pointers, and a policy on topics. So no function, old
-- or new, can forget it. What the server learns: who asked whom, and that it was declined.
-- Who reads: both, as part of the conversation's summary. Who writes: the person asked.
-- Tested in: first-contact.test.ts.

create table chat.requests (
  conversation_id uuid not null,
  asker uuid not null,
  awaits uuid not null,
  declined boolean not null default false,
  created_at timestamptz not null default now(),
  constraint requests_pkey primary key (conversation_id),
  constraint request_belongs_to_a_conversation foreign key (conversation_id) references chat.conversations (id) on delete cascade
);
comment on table chat.requests is 'Direct conversations that the person asked has not accepted. A row goes when it is accepted.';
comment on column chat.requests.awaits is 'Whose answer is awaited.';
create index requests_by_person on chat.requests (awaits);

alter table chat.requests enable row level security;
alter table chat.requests force row level security;
create policy "only functions reach requests" on chat.requests as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.requests from public, anon, authenticated, service_role;

create or replace function private.status_of(code text) returns text
  language sql immutable parallel safe
  return case
    when code in ('E_AUTH') then '401'
    when code in ('E_SENDER', 'E_AUTHOR', 'E_USER', 'E_REQUEST') then '403'
    when code in ('E_NOT_FOUND') then '404'
    when code in (
      'E_STALE_EPOCH', 'E_MSG_ID', 'E_EXISTS', 'E_HANDLE_TAKEN', 'E_VERSION', 'E_CONFLICT', 'E_LAST_SLOT', 'E_NO_KEYS'
    ) then '409'
    when code in ('E_TOO_BIG') then '413'
    when code in ('E_LOCKED') then '423'
    when code in ('E_RATE') then '429'
    when code in ('E_FORMAT', 'E_RANGE', 'E_INPUT') then '400'
    else '422'
  end;

create function private.know_each_other(one uuid, other uuid, besides uuid) returns boolean
  language sql stable
  set search_path = ''
as $$
  select exists (
      select from chat.members a join chat.members b using (conversation_id)
        where a.user_id = one and b.user_id = other and a.left_seq is null and b.left_seq is null
          and conversation_id <> besides)
    or exists (
      select from chat.parties a join chat.parties b using (context_id) where a.user_id = one and b.user_id = other)
$$;
comment on function private.know_each_other(uuid, uuid, uuid) is 'Whether two people share a conversation, besides this one, or a context.';

create function private.ask_first() returns trigger
  language plpgsql
  set search_path = ''
as $$
declare
  me uuid := auth.uid();
  other uuid := case when new.pair_low = me then new.pair_high else new.pair_low end;
begin
  if me in (new.pair_low, new.pair_high) and not private.know_each_other(me, other, new.id) then
    insert into chat.requests (conversation_id, asker, awaits) values (new.id, me, other);
  end if;
  return null;
end $$;
comment on function private.ask_first() is 'A direct conversation with a stranger begins as a request.';
create trigger ask_first after insert on chat.conversations
  for each row when (new.kind = 'direct') execute function private.ask_first();

create function private.heed_request() returns trigger
  language plpgsql
  set search_path = ''
as $$
declare
  r chat.requests;
begin
  select x.* into r from chat.requests x where x.conversation_id = new.conversation_id;
  if r.awaits = new.author then
    delete from chat.requests x where x.conversation_id = new.conversation_id;
  elsif r.asker = new.author then
    perform private.demand(not exists (
      select from chat.events e where e.conversation_id = new.conversation_id and e.kind = 2 and e.seq < new.seq), 'E_REQUEST');
  end if;
  return null;
end $$;
comment on function private.heed_request() is 'Before acceptance the asker has one message; an answer accepts.';
create trigger heed_request after insert on chat.events
  for each row when (new.kind = 2) execute function private.heed_request();

create function private.tell_nothing_yet() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  if exists (select from chat.requests r where r.conversation_id = new.conversation_id and r.awaits = new.user_id) then
    return null;
  end if;
  return new;
end $$;
comment on function private.tell_nothing_yet() is 'Positions of the person asked are not kept before acceptance, whatever their client says.';
create trigger tell_nothing_yet before insert or update on chat.pointers
  for each row execute function private.tell_nothing_yet();

create function private.is_request(topic text) returns boolean
  language sql stable security definer
  set search_path = ''
as $$
  select topic ~ '^conversation:[0-9a-f-]{36}:' and exists (
    select from chat.requests r where r.conversation_id::text = split_part(topic, ':', 2))
$$;
comment on function private.is_request(text) is 'Whether this is the topic of a conversation that is still a request.';
revoke all on function private.is_request(text) from public, anon, authenticated, service_role;
grant execute on function private.is_request(text) to authenticated;

create policy "nobody is heard or seen in a conversation before it is accepted" on realtime.messages
  as restrictive for all to authenticated
  using (not (select private.is_request(realtime.topic())))
  with check (not (select private.is_request(realtime.topic())));

create or replace function private.my_conversations(me uuid) returns table (conversation_id uuid, role int, joined_seq bigint)
  language sql stable
begin atomic
  select m.conversation_id, m.role, m.joined_seq from chat.members m
    where m.user_id = me and m.left_seq is null and not exists (
      select from chat.requests r where r.conversation_id = m.conversation_id and r.awaits = me and r.declined)
  union all
  select c.id, 1, 0::bigint
    from chat.parties p join chat.conversations c on c.context_id = p.context_id
    where p.user_id = me and c.epoch = 0 and c.class = 'sealed';
end;

create or replace function private.summary_json(c chat.conversations, me uuid, role int, joined_seq bigint) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object(
    'id', c.id, 'kind', c.kind, 'class', c.class, 'epoch', c.epoch,
    'last_seq', c.last_seq, 'transcript', private.to_text(c.transcript),
    'created_at', c.created_at, 'last_activity_at', c.last_activity_at,
    'rotation_required', c.rotation_required, 'locked', c.locked, 'retention_days', c.retention_days,
    'context', (
      select jsonb_build_object('kind', x.kind, 'external_id', x.external_id, 'title', x.title, 'state', x.state)
        from chat.contexts x where x.id = c.context_id),
    'awaits', (select r.awaits from chat.requests r where r.conversation_id = c.id),
    'members', private.members_json(c),
    'my', jsonb_build_object('role', role, 'joined_seq', joined_seq, 'left_seq', null, 'read_seq', coalesce((
      select p.read_seq from chat.pointers p where p.conversation_id = c.id and p.user_id = me), 0)))
$$;

create function public.request_answer(conversation uuid, accept boolean) returns jsonb
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
  perform private.demand(told is not null, 'E_NOT_FOUND');
  perform realtime.send(jsonb_build_object('conversation', request_answer.conversation), 'conversation', 'user:' || u, true)
    from unnest(told) u;
  return '{}';
end $$;
comment on function public.request_answer(uuid, boolean) is
  'Accepts or declines a request. Accepting tells both; declining tells only the own devices. A declined one may be accepted later.';

revoke all on function public.request_answer(uuid, boolean) from public, anon, authenticated, service_role;
grant execute on function public.request_answer(uuid, boolean) to authenticated;
