-- Room lifetime: how long what is said in an open room is kept, clearing it by hand, and what waits in quarantine.
--
-- A new room keeps messages for as long as the installation says; whoever runs it changes that, and may clear what was said
-- before a moment at once. Both leave tombstones "expired" at their places. What is deleted by its author, or taken out by
-- whoever runs the room, leaves the log at once and waits in quarantine for seven days, as in sealed conversations; what is
-- cleared by hand waits there as well, so that nobody clears away what should be reported. Clearing is written down: one row
-- per time, each bound to the one before, never changed.
-- What the server learns: nothing new; it forgets. Who reads: people in the room see until when it was cleared and by whom;
-- the quarantine nobody so far. Who writes: authors, whoever runs the room, and the job.
-- Tested in: room-lifetime.test.ts.

alter table ops.room_limits add column retention_days int not null default 365,
  add constraint rooms_keep_for_a_while_or_for_ever check (retention_days between 0 and 36500);
comment on column ops.room_limits.retention_days is 'Days that new rooms keep messages; 0: for ever. Whoever runs a room may change it there.';

alter table chat.rooms add column kept_since timestamptz;
comment on column chat.rooms.kept_since is 'What was said before was cleared by hand; null: nothing was.';

-- Rooms of before were told that nothing expires: that stays so until somebody says otherwise.
update chat.conversations c set retention_days = 0 where c.class = 'open';
insert into ops.expiries (conversation_id, next_at) select c.id, 'infinity' from chat.conversations c where c.class = 'open';
create trigger watch_new_room_retention after insert on chat.conversations
  for each row when (new.class = 'open') execute function private.watch_retention();
create trigger watch_changed_room_retention after update of retention_days on chat.conversations
  for each row when (new.class = 'open' and new.retention_days <> old.retention_days) execute function private.watch_retention();

create function private.begin_room_lifetime() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  update chat.conversations c set retention_days = (select l.retention_days from ops.room_limits l) where c.id = new.conversation_id;
  return null;
end $$;
comment on function private.begin_room_lifetime() is 'A new room keeps messages for as long as the installation says.';
create trigger begin_room_lifetime after insert on chat.rooms for each row execute function private.begin_room_lifetime();

create table chat.room_quarantine (
  conversation_id uuid not null,
  seq bigint not null,
  body jsonb not null,
  until timestamptz not null,
  constraint room_quarantine_pkey primary key (conversation_id, seq),
  constraint quarantined_in_a_room foreign key (conversation_id) references chat.rooms (conversation_id) on delete cascade
);
comment on table chat.room_quarantine is 'What was deleted in open rooms, until it may be forgotten.';
comment on column chat.room_quarantine.until is 'From here on the job removes the row.';
create index room_quarantine_by_end on chat.room_quarantine (until);

create table trust.purges (
  conversation_id uuid not null,
  n int not null,
  actor uuid not null,
  before timestamptz not null,
  at timestamptz not null,
  chain bytea not null,
  constraint purges_pkey primary key (conversation_id, n),
  constraint purges_count_from_one check (n >= 1)
);
comment on table trust.purges is 'Who cleared an open room by hand, when and of what. Never changed; no foreign key, it outlives the room.';
comment on column trust.purges.chain is 'SHA-256 of the chain of the row before (32 zero bytes for the first) and this row as text.';

alter table chat.room_quarantine enable row level security;
alter table chat.room_quarantine force row level security;
alter table trust.purges enable row level security;
alter table trust.purges force row level security;
create policy "only functions reach the quarantine of rooms" on chat.room_quarantine as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach purges" on trust.purges as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.room_quarantine, trust.purges from public, anon, authenticated, service_role;

create function private.keep_purges() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  perform private.refuse('E_IMMUTABLE');
  return null;
end $$;
comment on function private.keep_purges() is 'Whoever asks: what was cleared stays written down.';
create trigger keep_purges before update or delete on trust.purges for each row execute function private.keep_purges();
create trigger keep_all_purges before truncate on trust.purges for each statement execute function private.keep_purges();

create function private.purge_link(earlier bytea, p trust.purges) returns bytea
  language sql immutable
  set search_path = ''
as $$
  select sha256(earlier || convert_to(concat_ws(' ', p.conversation_id, p.n, p.actor,
    extract(epoch from p.before), extract(epoch from p.at)), 'utf8'))
$$;
comment on function private.purge_link(bytea, trust.purges) is 'The link of a row to the one before it.';

alter table chat.room_events drop constraint room_event_is_a_notice_a_message_or_a_tombstone,
  add constraint room_event_is_a_notice_a_message_or_a_tombstone check ((
    case kind
      when 1 then msg_id is null and of_id is null and words is null and tombstone is null and body is not null
      when 2 then msg_id is not null and (body is null) = (tombstone is not null) and (words is null or body is not null)
        and (tombstone is null or tombstone in ('author', 'removed', 'expired'))
      else false
    end) is true);

create or replace function private.erase_room_message(room uuid, message uuid, reason text) returns void
  language sql
  set search_path = ''
as $$
  insert into chat.room_quarantine (conversation_id, seq, body, until)
    select e.conversation_id, e.seq, e.body, now() + interval '7 days' from chat.room_events e
      where e.conversation_id = room and e.body is not null
        and (e.msg_id = message or (e.of_id = message and e.body ->> 't' = 'edit'))
    on conflict do nothing;
  update chat.room_events e set tombstone = reason, body = null, words = null
    where e.conversation_id = room and (e.msg_id = message or (e.of_id = message and e.body ->> 't' = 'edit'))
$$;

create function private.expire_room(room uuid, most int) returns int
  language plpgsql
  set search_path = '' set enable_seqscan = off
as $$
declare
  conv chat.conversations;
  cleared timestamptz := (select r.kept_since from chat.rooms r where r.conversation_id = room);
  keep interval;
  last_expired bigint;
  next_one timestamptz;
  seen int := 0;
  gone int;
  e record;
begin
  select c.* into conv from chat.conversations c where c.id = room for no key update skip locked;
  if not found then
    return 0; -- somebody is writing: the next run comes soon
  end if;
  keep := private.kept_for(conv.retention_days);
  select x.through into last_expired from ops.expiries x where x.conversation_id = room for update;
  for e in
    select x.seq, x.received_at from chat.room_events x
      where x.conversation_id = room and x.seq > last_expired order by x.seq limit most + 1
  loop
    if seen = most or not coalesce(e.received_at + keep <= now() or e.received_at < cleared, false) then
      next_one := case when seen = most then now() else e.received_at + keep end;
      exit;
    end if;
    seen := seen + 1;
    last_expired := e.seq;
  end loop;
  -- What was cleared by hand could still be asked for; what has had its time is gone.
  insert into chat.room_quarantine (conversation_id, seq, body, until)
    select x.conversation_id, x.seq, x.body, now() + interval '7 days' from chat.room_events x
      where x.conversation_id = room and x.kind = 2 and x.body is not null and x.seq <= last_expired and x.seq > last_expired - seen
        and coalesce(x.received_at + keep > now(), true)
    on conflict do nothing;
  update chat.room_events x set tombstone = 'expired', body = null, words = null
    where x.conversation_id = room and x.kind = 2 and x.tombstone is null and x.seq <= last_expired and x.seq > last_expired - seen;
  get diagnostics gone = row_count;
  update ops.expiries x set through = last_expired, next_at = coalesce(next_one, now() + keep, 'infinity')
    where x.conversation_id = room;
  return gone;
end $$;
comment on function private.expire_room(uuid, int) is
  'Turns what has expired in a room, or was cleared by hand, into tombstones, the oldest first, at most that many events.';

create or replace function private.expire() returns int
  language plpgsql
  set search_path = ''
as $$
declare
  gone int := 0;
  due record;
begin
  for due in
    select x.conversation_id as id, c.class from ops.expiries x join chat.conversations c on c.id = x.conversation_id
      where x.next_at <= now() order by x.next_at limit 50 for update of x skip locked
  loop
    gone := gone + case due.class when 'open' then private.expire_room(due.id, 2000) else private.expire_in(due.id, 500) end;
  end loop;
  perform private.purge_quarantine(1000);
  delete from chat.room_quarantine q where (q.conversation_id, q.seq) in (
    select x.conversation_id, x.seq from chat.room_quarantine x where x.until <= now() order by x.until limit 1000 for update skip locked);
  return gone;
end $$;

create function public.room_purge(conversation uuid, before timestamptz) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  -- A clock that goes ahead clears nothing that is still to be said.
  moment timestamptz := least(room_purge.before, now());
  conv chat.conversations;
  earlier trust.purges;
  entry trust.purges;
begin
  perform private.demand(room_purge.before is not null and isfinite(room_purge.before) and room_purge.before <= now() + interval '1 minute', 'E_INPUT');
  perform private.spend('room_run', me);
  conv := private.enter_room(room_purge.conversation, 2);
  perform private.demand(not conv.locked and conv.case_id is null, 'E_LOCKED');
  update chat.rooms r set kept_since = moment
    where r.conversation_id = conv.id and (r.kept_since is null or r.kept_since < moment);
  if not found then
    return '{}'; -- cleared up to there already
  end if;
  select p.* into earlier from trust.purges p where p.conversation_id = conv.id order by p.n desc limit 1;
  entry := row(conv.id, coalesce(earlier.n, 0) + 1, me, moment, now(), '');
  entry.chain := private.purge_link(coalesce(earlier.chain, private.zeros(32)), entry);
  insert into trust.purges select entry.*;
  perform private.append_room(conv, 1, me, jsonb_build_object('t', 'purged', 'before', extract(epoch from moment) * 1000));
  update ops.expiries x set next_at = now() where x.conversation_id = conv.id;
  perform private.expire_room(conv.id, 2000);
  return '{}';
end $$;
comment on function public.room_purge(uuid, timestamptz) is
  'Whoever runs a room clears what was said before a moment, for everybody. The first 2,000 events at once, the rest by the job; nothing of it is shown meanwhile. Written down for good.';

create function public.room_purges(conversation uuid) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
begin
  perform private.in_room(room_purges.conversation);
  return (
    select coalesce(jsonb_agg(jsonb_build_object('n', p.n, 'actor', p.actor, 'before', p.before, 'at', p.at, 'chain', private.to_text(p.chain)) order by p.n), '[]')
      from trust.purges p where p.conversation_id = room_purges.conversation);
end $$;
comment on function public.room_purges(uuid) is 'When this room was cleared by hand and by whom, for people in it.';

drop function public.room_settings(uuid, text, text, boolean, int, int);
create function public.room_settings(
  conversation uuid, title text default null, about text default null, listed boolean default null,
  capacity int default null, slow_seconds int default null, retention_days int default null
) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  conv chat.conversations;
  before chat.rooms;
  wanted chat.rooms;
  kept int;
begin
  perform private.demand(octet_length(coalesce(room_settings.title, '')) <= 1024 and octet_length(coalesce(room_settings.about, '')) <= 2048, 'E_INPUT');
  perform private.spend('room_run', me);
  conv := private.enter_room(room_settings.conversation, 2);
  select r.* into strict before from chat.rooms r where r.conversation_id = conv.id;
  wanted := before;
  wanted.title := coalesce(btrim(room_settings.title), before.title);
  wanted.about := coalesce(btrim(room_settings.about), before.about);
  wanted.listed := coalesce(room_settings.listed, before.listed);
  wanted.capacity := coalesce(room_settings.capacity, before.capacity);
  wanted.slow_seconds := coalesce(room_settings.slow_seconds, before.slow_seconds);
  perform private.demand(private.is_plain_text(wanted.title, 80) and (wanted.about = '' or private.is_plain_text(wanted.about, 300))
    and wanted.slow_seconds between 0 and 3600 and coalesce(room_settings.retention_days, 0) between 0 and 36500
    and (wanted.capacity = before.capacity or wanted.capacity between 2 and (select l.max_members from ops.room_limits l)), 'E_INPUT');
  update chat.rooms r set title = wanted.title, about = wanted.about, listed = wanted.listed, capacity = wanted.capacity,
      slow_seconds = wanted.slow_seconds where r.conversation_id = conv.id;
  if room_settings.retention_days <> conv.retention_days then
    kept := room_settings.retention_days;
    update chat.conversations c set retention_days = kept where c.id = conv.id;
  end if;
  if wanted is distinct from before or kept is not null then
    perform private.append_room(conv, 1, me, jsonb_strip_nulls(jsonb_build_object('t', 'settings',
      'kept', kept,
      'title', case when wanted.title <> before.title then wanted.title end,
      'slow', case when wanted.slow_seconds <> before.slow_seconds then wanted.slow_seconds end)));
  end if;
  return '{}';
end $$;
comment on function public.room_settings(uuid, text, text, boolean, int, int, int) is
  'Admins change what a room is called, whether it is listed, its capacity (nobody loses a place), slow mode and how long messages are kept; null leaves a thing as it is.';

create or replace function private.room_summary(c chat.conversations, m chat.room_members) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object(
    'id', c.id, 'kind', c.kind, 'class', c.class, 'epoch', c.epoch, 'last_seq', c.last_seq, 'transcript', '',
    'created_at', c.created_at, 'last_activity_at', c.last_activity_at,
    'rotation_required', false, 'locked', c.locked, 'retention_days', c.retention_days,
    'context', private.context_json(c.context_id),
    'members', '[]'::jsonb,
    'room', jsonb_build_object('title', r.title, 'about', r.about, 'members', c.member_count, 'capacity', r.capacity,
      'listed', r.listed, 'kept_since', r.kept_since, 'slow_seconds', r.slow_seconds, 'silenced_until', case
        when m.silenced_until = 'infinity' then 'infinity'
        when m.silenced_until > now() then to_jsonb(m.silenced_until) #>> '{}' end),
    'my', jsonb_build_object('role', m.role, 'joined_seq', m.joined_seq, 'left_seq', null, 'read_seq', m.read_seq))
    from chat.rooms r where r.conversation_id = c.id
$$;
comment on function private.room_summary(chat.conversations, chat.room_members) is
  'A room in the list. Its people are not in it: there may be hundreds (room_members).';

revoke all on function
  public.room_settings(uuid, text, text, boolean, int, int, int), public.room_purge(uuid, timestamptz), public.room_purges(uuid)
  from public, anon, authenticated, service_role;
grant execute on function
  public.room_settings(uuid, text, text, boolean, int, int, int), public.room_purge(uuid, timestamptz), public.room_purges(uuid)
  to authenticated;
