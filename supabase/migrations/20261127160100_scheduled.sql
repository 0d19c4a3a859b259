-- Scheduled messages: sealed and signed now, put into the log at a time the author has chosen.
--
-- What the server learns: that a person plans a message in a conversation, for when, and in which of nine sizes. It holds
-- what it holds of every message: a signed header and a ciphertext, never text. It could release a message early, late or
-- not at all, or one that was deleted while the epoch lasts; the time is in the sealed body, so readers see "early".
-- At its time a message goes through private.take_message, as everything that send() brings. What would refuse it there
-- (another epoch, no longer a member, a lock, a block) gives it back: the row stays with the code, and the author's clients
-- seal it anew or tell the author. What only asks for patience is tried again.
-- Who reads: the author. Who writes: the author; the job that releases.
-- Order of locks: a row of this table, then the conversation. Functions that hold a conversation never wait for a row here.
-- Tested in: scheduled.test.ts, release.test.ts.

create table chat.scheduled (
  conversation_id uuid not null generated always as (private.uuid_at(header, 8)) stored,
  msg_id uuid not null generated always as (private.uuid_at(header, 24)) stored,
  author uuid not null generated always as (private.uuid_at(header, 76)) stored,
  header bytea not null,
  sig bytea not null,
  ct bytea not null,
  release_at timestamptz not null,
  try_at timestamptz not null,
  version int not null default 1,
  returned text,
  returned_at timestamptz,
  constraint scheduled_pkey primary key (author, msg_id),
  constraint scheduled_belongs_to_a_conversation foreign key (conversation_id)
    references chat.conversations (id) on delete cascade,
  constraint scheduled_belongs_to_an_account foreign key (author) references chat.profiles (user_id) on delete cascade,
  constraint returned_is_told_with_its_time check ((returned is null) = (returned_at is null))
);
comment on table chat.scheduled is 'Sealed messages that wait for their time. A row goes when its message is in the log.';
comment on column chat.scheduled.header is 'EM01, 284 bytes, signed. The message is the only one of its writer chain.';
comment on column chat.scheduled.try_at is 'When the job tries next; release_at, or later if the author''s allowance was used up then.';
comment on column chat.scheduled.version is 'Counts what the author has changed: devices that change at once do not overwrite each other.';
comment on column chat.scheduled.returned is 'Code with which the log refused it; null while it waits.';
create index scheduled_by_time on chat.scheduled (try_at) where returned is null;
create index scheduled_by_conversation on chat.scheduled (conversation_id);

alter table chat.scheduled enable row level security;
alter table chat.scheduled force row level security;
create policy "only functions reach scheduled messages" on chat.scheduled as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.scheduled from public, anon, authenticated, service_role;

insert into ops.limits (name, burst, every, purpose) values
  ('schedule', 60, interval '1 second', 'schedule, unschedule: a change of keys seals everything planned anew');

create function private.take_message(sender uuid, header bytea, signature bytea, sealed bytea) returns jsonb
  language plpgsql
  set search_path = '' set enable_seqscan = off
as $$
declare
  conv chat.conversations;
  e chat.events;
  obstacle text;
  answer jsonb;
begin
  perform private.check_message(header, signature, sealed, sender);
  perform private.spend('send', sender);
  conv := private.enter(private.uuid_at(header, 8), sender);
  if conv.locked and private.member_role(conv.id, sender) <> 3 then
    obstacle := 'E_LOCKED';
  elsif conv.rotation_required or private.u32(header, 40) <> conv.epoch or private.slice(header, 44, 32) <> conv.commit_hash then
    obstacle := 'E_STALE_EPOCH';
  else
    e := private.append(conv, 2, private.h('msg-hash', header), header, signature, sealed);
    obstacle := case when e.seq is null then 'E_CHAIN' end;
  end if;
  if obstacle is null then
    return jsonb_build_object('seq', e.seq, 'duplicate', false, 'received_at', e.received_at);
  end if;
  answer := private.earlier_message(header, signature, sealed);
  perform private.demand(answer is not null, obstacle);
  return answer;
end $$;
comment on function private.take_message(uuid, bytea, bytea, bytea) is
  'The one way of a message into the log: at once by send(), later by release_next(). The same bytes again answer with the same seq, other bytes under the id are E_MSG_ID.';

create or replace function public.send(hdr text, sig text, ct text) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
begin
  return private.take_message(
    private.caller(), private.from_text(send.hdr, 284), private.from_text(send.sig, 64), private.from_text(send.ct, 65552));
end $$;

create function private.announce_scheduled() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
begin
  perform realtime.send('{"scheduled": true}', 'account', 'user:' || coalesce(new.author, old.author), true);
  return null;
end $$;
comment on function private.announce_scheduled() is 'The author''s devices look again.';
revoke all on function private.announce_scheduled() from public, anon, authenticated, service_role;
create trigger announce_scheduled after insert or delete or update of header, release_at, returned on chat.scheduled
  for each row execute function private.announce_scheduled();

create function public.schedule(hdr text, sig text, ct text, at timestamptz, expected_version int) returns jsonb
  language plpgsql security definer
  set search_path = '' set enable_seqscan = off
as $$
declare
  me uuid := private.caller();
  signed bytea := private.from_text(schedule.hdr, 284);
  signature bytea := private.from_text(schedule.sig, 64);
  sealed bytea := private.from_text(schedule.ct, 65552);
  conv chat.conversations;
  answer int;
begin
  perform private.check_message(signed, signature, sealed, me);
  perform private.demand(
    schedule.expected_version >= 0 and schedule.at between now() - interval '1 hour' and now() + interval '366 days', 'E_INPUT');
  perform private.spend('schedule', me);
  perform private.demand(private.member_role(private.uuid_at(signed, 8), me) is not null, 'E_NOT_FOUND');
  select c.* into strict conv from chat.conversations c where c.id = private.uuid_at(signed, 8);
  perform private.demand(not conv.locked or private.member_role(conv.id, me) = 3, 'E_LOCKED');
  perform private.demand(
    not conv.rotation_required and private.u32(signed, 40) = conv.epoch and private.slice(signed, 44, 32) = conv.commit_hash,
    'E_STALE_EPOCH');
  perform private.demand(not exists (
    select from chat.events e where e.conversation_id = conv.id and e.msg_id = private.uuid_at(signed, 24)), 'E_MSG_ID');
  if schedule.expected_version = 0 then
    -- The meter that spend() has moved lets one call per person through at a time, so the count holds.
    perform private.demand((select count(*) < 100 from chat.scheduled s where s.author = me), 'E_INPUT');
    insert into chat.scheduled as s (header, sig, ct, release_at, try_at)
      values (signed, signature, sealed, schedule.at, schedule.at)
      on conflict do nothing returning s.version into answer;
  else
    update chat.scheduled s
      set header = signed, sig = signature, ct = sealed, release_at = schedule.at, try_at = schedule.at,
        returned = null, returned_at = null, version = s.version + 1
      where s.author = me and s.msg_id = private.uuid_at(signed, 24) and s.conversation_id = conv.id
        and s.version = schedule.expected_version
      returning s.version into answer;
  end if;
  perform private.demand(answer is not null, 'E_VERSION');
  return jsonb_build_object('version', answer);
end $$;
comment on function public.schedule(text, text, text, timestamptz, int) is
  'Leaves a sealed message of the caller to be released at that time; version 0 is a new one, otherwise the version to be replaced (E_VERSION: changed or released meanwhile). At most 100 per person, 366 days ahead.';

create function public.scheduled() returns jsonb
  language sql stable security definer
  set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
      'conversation', s.conversation_id, 'msg_id', s.msg_id, 'version', s.version, 'at', s.release_at, 'returned', s.returned,
      'hdr', private.to_text(s.header), 'sig', private.to_text(s.sig), 'ct', private.to_text(s.ct))
      order by s.release_at, s.msg_id), '[]')
    from chat.scheduled s where s.author = private.caller()
$$;
comment on function public.scheduled() is 'The caller''s own messages that wait for their time or came back, the next one first.';

create function public.unschedule(message uuid) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
begin
  perform private.demand(unschedule.message is not null, 'E_INPUT');
  perform private.spend('schedule', me);
  delete from chat.scheduled s where s.author = me and s.msg_id = unschedule.message;
  return jsonb_build_object('taken_back', found);
end $$;
comment on function public.unschedule(uuid) is
  'Takes a scheduled message of the caller back. taken_back false: it was not there, or is in the log by now.';

create function private.release_next() returns boolean
  language plpgsql
  set search_path = '' set enable_seqscan = off
as $$
declare
  s chat.scheduled;
  code text;
  state text;
begin
  select x.* into s from chat.scheduled x where x.returned is null and x.try_at <= clock_timestamp()
    order by x.try_at limit 1 for update skip locked;
  if not found then
    return false;
  end if;
  begin
    perform private.take_message(s.author, s.header, s.sig, s.ct);
  exception when others then
    get stacked diagnostics code = message_text, state = returned_sqlstate;
  end;
  if state is null or code = 'E_MSG_ID' then
    -- It is in the log, by these bytes or by newer ones under its id.
    delete from chat.scheduled x where x.author = s.author and x.msg_id = s.msg_id;
  elsif state like 'PT4%' and code <> 'E_RATE' then
    update chat.scheduled x set returned = code, returned_at = now() where x.author = s.author and x.msg_id = s.msg_id;
  else
    update chat.scheduled x set try_at = clock_timestamp() + case code when 'E_RATE' then interval '5 seconds' else interval '1 minute' end
      where x.author = s.author and x.msg_id = s.msg_id;
    if code <> 'E_RATE' then
      raise warning 'a scheduled message could not be released: %', state;
    end if;
  end if;
  return true;
end $$;
comment on function private.release_next() is
  'Releases the scheduled message that is due first, or gives it back. False: none is due that nobody else is just releasing.';

create procedure private.release_due()
  language plpgsql
as $$
begin
  while private.release_next() loop
    commit;
  end loop;
  delete from chat.scheduled where returned_at < now() - interval '90 days';
end $$;
comment on procedure private.release_due() is
  'The job: releases what is due, each message in a transaction of its own. What came back and was not looked at for 90 days is forgotten.';

revoke all on function private.take_message(uuid, bytea, bytea, bytea), private.release_next()
  from public, anon, authenticated, service_role;
revoke all on procedure private.release_due() from public, anon, authenticated, service_role;
revoke all on function public.schedule(text, text, text, timestamptz, int), public.scheduled(), public.unschedule(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.schedule(text, text, text, timestamptz, int), public.scheduled(), public.unschedule(uuid)
  to authenticated;

select private.add_job(
  'release', interval '5 seconds', 'call private.release_due()', 'puts scheduled messages into the log at their time');
