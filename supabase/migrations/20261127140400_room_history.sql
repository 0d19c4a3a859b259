-- Room history: pages of a room's log, what a client needs to open it, how far a person has read, and rooms in sync.
--
-- Whoever is in a room reads all of it, also what was said before they came; whoever is out of it reads nothing.
-- What the server learns: which rooms a person fetches, from where on, and how far they have read.
-- Who reads: people in the room. Who writes: each their own position.
-- Tested in: room-messages.test.ts, sync in rooms.test.ts.

create function private.room_event_json(e chat.room_events) returns jsonb
  language sql stable
  return jsonb_build_object('conversation', e.conversation_id, 'seq', e.seq, 'kind', e.kind, 'author', e.author,
    'msg_id', e.msg_id, 'body', e.body, 'tombstone', e.tombstone, 'received_at', e.received_at);
comment on function private.room_event_json(chat.room_events) is 'An event of a room as its people get it.';

create function private.in_room(room uuid) returns chat.room_members
  language plpgsql stable
  set search_path = ''
as $$
declare
  m chat.room_members;
begin
  select x.* into m from chat.room_members x
    where x.conversation_id = room and x.user_id = private.caller() and x.left_seq is null;
  perform private.demand(found, 'E_NOT_FOUND');
  return m;
end $$;
comment on function private.in_room(uuid) is 'The caller''s place in a room; E_NOT_FOUND for everybody who is not in it.';

create function private.room_summary(c chat.conversations, m chat.room_members) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object(
    'id', c.id, 'kind', c.kind, 'class', c.class, 'epoch', c.epoch, 'last_seq', c.last_seq, 'transcript', '',
    'created_at', c.created_at, 'last_activity_at', c.last_activity_at,
    'rotation_required', false, 'locked', c.locked, 'retention_days', c.retention_days,
    'context', (
      select jsonb_build_object('kind', x.kind, 'external_id', x.external_id, 'title', x.title, 'state', x.state)
        from chat.contexts x where x.id = c.context_id),
    'members', '[]'::jsonb,
    'room', jsonb_build_object('title', r.title, 'about', r.about, 'members', c.member_count, 'capacity', r.capacity,
      'listed', r.listed, 'slow_seconds', r.slow_seconds, 'silenced_until', case
        when m.silenced_until = 'infinity' then 'infinity'
        when m.silenced_until > now() then to_jsonb(m.silenced_until) #>> '{}' end),
    'my', jsonb_build_object('role', m.role, 'joined_seq', m.joined_seq, 'left_seq', null, 'read_seq', m.read_seq))
    from chat.rooms r where r.conversation_id = c.id
$$;
comment on function private.room_summary(chat.conversations, chat.room_members) is
  'A room in the list. Its people are not in it: there may be hundreds (room_members).';

create function private.room_page(room uuid, after bigint, before bigint, newest boolean, max int) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select coalesce(jsonb_agg(private.room_event_json(w.e) order by (w.e).seq), '[]')
    from (
      select p.e, sum(p.size) over (order by case when newest then -(p.e).seq else (p.e).seq end) - p.size as so_far
        from (
          select e, coalesce(octet_length(e.body::text), 0) as size from chat.room_events e
            where e.conversation_id = room and e.seq > after and e.seq < before
            order by case when newest then -e.seq else e.seq end limit max
        ) p
    ) w
    where w.so_far < 4194304
$$;
comment on function private.room_page(uuid, bigint, bigint, boolean, int) is
  'Events between two positions, ascending: the first or the newest of them, and no further one once 4 MiB are reached.';

create function public.room_start(conversation uuid, max int default 50) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  m chat.room_members := private.in_room(room_start.conversation);
begin
  return (
    select jsonb_build_object('conversation', private.room_summary(c, m),
        'events', private.room_page(c.id, c.last_seq - private.bounded(room_start.max, 50, 200), c.last_seq + 1, true, 200))
      from chat.conversations c where c.id = m.conversation_id);
end $$;
comment on function public.room_start(uuid, int) is 'What a client needs to open a room: its state and its newest events.';

create function public.room_events(conversation uuid, after bigint, max int default 200) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  m chat.room_members := private.in_room(room_events.conversation);
  most int := private.bounded(room_events.max, 200, 1000);
  since bigint := greatest(coalesce(room_events.after, 0), 0);
begin
  return (
    select jsonb_build_object('conversation', private.room_summary(c, m), 'last_seq', c.last_seq,
        'events', private.room_page(c.id, since, least(since, c.last_seq) + most + 1, false, most))
      from chat.conversations c where c.id = m.conversation_id);
end $$;
comment on function public.room_events(uuid, bigint, int) is 'Events after a position, ascending, and the state of the room. Fewer than max do not mean the end: compare with last_seq.';

create function public.room_history(conversation uuid, before bigint, max int default 50) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  m chat.room_members := private.in_room(room_history.conversation);
  most int := private.bounded(room_history.max, 50, 200);
  until bigint := greatest(least(coalesce(room_history.before, 9007199254740991), (
    select c.last_seq + 1 from chat.conversations c where c.id = m.conversation_id)), 1);
begin
  return jsonb_build_object('events', private.room_page(m.conversation_id, until - 1 - most, until, true, most));
end $$;
comment on function public.room_history(uuid, bigint, int) is 'The page of events before a position, ascending.';

create function public.room_read(conversation uuid, seq bigint) returns jsonb
  language plpgsql security definer
  set search_path = '' set enable_seqscan = off
as $$
declare
  me uuid := private.caller();
begin
  perform private.spend('pointer', me);
  perform private.in_room(room_read.conversation);
  perform private.demand(coalesce((
    select room_read.seq between 0 and c.last_seq from chat.conversations c where c.id = room_read.conversation), false), 'E_RANGE');
  update chat.room_members m set read_seq = room_read.seq
    where m.conversation_id = room_read.conversation and m.user_id = me and m.read_seq < room_read.seq;
  if found then
    perform realtime.send(jsonb_build_object('conversation', room_read.conversation), 'conversation', 'user:' || me, true);
  end if;
  return '{}';
end $$;
comment on function public.room_read(uuid, bigint) is 'Remembers how far the caller has read, forward only, and tells their own devices.';

create function private.rooms_since(me uuid, known jsonb) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select coalesce(jsonb_agg(private.room_summary(l.c, l.m) || jsonb_build_object(
      'events', '[]'::jsonb, 'more', known ? (l.c).id::text)), '[]')
    from (
      select c, m from chat.room_members m join chat.conversations c on c.id = m.conversation_id
        where m.user_id = me and m.left_seq is null and c.last_seq > coalesce((known ->> c.id::text)::bigint, -1)
        order by c.last_activity_at desc, c.id desc limit 500
    ) l
$$;
comment on function private.rooms_since(uuid, jsonb) is 'A person''s rooms with news since their cursors. Events are fetched room by room.';

create function private.my_rooms(me uuid) returns setof uuid
  language sql stable
begin atomic
  select m.conversation_id from chat.room_members m where m.user_id = me and m.left_seq is null;
end;
comment on function private.my_rooms(uuid) is 'The rooms a person is in.';

revoke all on function
  public.room_start(uuid, int), public.room_events(uuid, bigint, int), public.room_history(uuid, bigint, int),
  public.room_read(uuid, bigint)
  from public, anon, authenticated, service_role;
grant execute on function
  public.room_start(uuid, int), public.room_events(uuid, bigint, int), public.room_history(uuid, bigint, int),
  public.room_read(uuid, bigint)
  to authenticated;
