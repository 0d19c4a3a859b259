-- Room delivery: rooms in the list of conversations and in sync, the names of the people in them, and who hears of news.
--
-- What the server learns: nothing new. Who listens: people in the room, on the topic of the moment. Whoever is removed is
-- on a topic that nobody speaks on any more.
-- Being in one room makes nobody an acquaintance: first contact, presence and status ask for a sealed conversation. What
-- is served of the people of a room is what their handle would give anybody: name and keys.
-- Tested in: rooms.test.ts, sync.test.ts, delivery.test.ts.

create or replace function private.listens_to(topic text, person uuid) returns boolean
  language plpgsql stable security definer
  set search_path = '' set enable_seqscan = off
as $$
declare
  conversation uuid;
begin
  if topic = 'user:' || person::text then
    return true;
  end if;
  if topic !~ '^conversation:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:\d{1,10}$' then
    return false;
  end if;
  conversation := split_part(topic, ':', 2)::uuid;
  if exists (
    select from chat.room_members m join chat.conversations c on c.id = m.conversation_id
      where m.conversation_id = conversation and m.user_id = person and m.left_seq is null
        and c.epoch = split_part(topic, ':', 3)::bigint) then
    return true;
  end if;
  return exists (
    select from chat.members m join chat.conversations c on c.id = m.conversation_id
      where m.conversation_id = conversation and m.user_id = person and m.left_seq is null
        and c.epoch = split_part(topic, ':', 3)::bigint and c.epoch > 0)
    and not private.has_blocked(person, private.counterpart(conversation, person));
end $$;
comment on function private.listens_to(text, uuid) is
  'Whether this is the person''s inbox, or the topic of the moment of a conversation or room the person is in; not one with somebody the person has blocked, who would see them present.';

create or replace function public.conversations(
  before timestamptz default null, before_id uuid default null, max int default 100
) returns jsonb
  language sql stable security definer
  set search_path = ''
as $$
  select coalesce(jsonb_agg(
      case when (l.room).user_id is null then private.summary_json(l.c, l.me, l.role, l.joined_seq)
        else private.room_summary(l.c, l.room) end
      order by (l.c).last_activity_at desc, (l.c).id desc), '[]')
    from (
      select c, w.me, m.role, m.joined_seq, m.room
        from (select private.caller() as me) w
          cross join lateral (
            select s.conversation_id, s.role, s.joined_seq, null::chat.room_members as room from private.my_conversations(w.me) s
            union all
            select r.conversation_id, r.role, r.joined_seq, r
              from chat.room_members r where r.user_id = w.me and r.left_seq is null
          ) m
          join chat.conversations c on c.id = m.conversation_id
        where conversations.before is null or (c.last_activity_at, c.id)
          < (conversations.before, coalesce(conversations.before_id, '00000000-0000-0000-0000-000000000000'))
        order by c.last_activity_at desc, c.id desc
        limit private.bounded(conversations.max, 100, 200)
    ) l
$$;

create or replace function public.sync(cursors jsonb, max int default 200) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
  known jsonb := private.checked_cursors(sync.cursors);
  left_over int := private.bounded(sync.max, 200, 1000);
  changed jsonb[] := '{}';
  found_here jsonb;
  row record;
begin
  for row in
    select c, m.role, m.joined_seq, (known ->> c.id::text)::bigint as cursor, null::chat.members as former,
        c.last_activity_at as at, c.id as id
      from private.my_conversations(me) m join chat.conversations c on c.id = m.conversation_id
      where c.last_seq > coalesce((known ->> c.id::text)::bigint, -1)
    union all
    select private.as_of(c, m.left_seq), null, m.joined_seq, (known ->> c.id::text)::bigint, m, e.received_at, c.id
      from private.my_former(me) m join chat.conversations c on c.id = m.conversation_id
        join chat.events e on e.conversation_id = m.conversation_id and e.seq = m.left_seq
      where m.left_seq > coalesce((known ->> c.id::text)::bigint, -1)
    order by at desc, id desc
    limit 500
  loop
    found_here := case
      when row.cursor is null or left_over = 0 then '[]'
      else private.events_after((row.c).id, greatest(row.cursor, row.joined_seq - 1), left_over, (row.c).last_seq)
    end;
    left_over := left_over - jsonb_array_length(found_here);
    changed := changed || (
      case when (row.former).user_id is null then private.summary_json(row.c, me, row.role, row.joined_seq)
        else private.former_json(row.c, row.former) end
      || jsonb_build_object(
        'events', found_here,
        'more', row.cursor is not null and coalesce((found_here -> -1 ->> 'seq')::bigint, row.cursor) < (row.c).last_seq));
  end loop;
  return jsonb_build_object(
    'now', now(),
    'conversations', to_jsonb(changed) || private.rooms_since(me, known),
    'gone', (
      select coalesce(jsonb_agg(k.key), '[]') from jsonb_object_keys(known) k (key)
        where k.key::uuid not in (
          select m.conversation_id from private.my_conversations(me) m
          union all select f.conversation_id from private.my_former(me) f
          union all select r from private.my_rooms(me) r)));
end $$;
comment on function public.sync(jsonb, int) is
  'What has happened since the caller''s cursors: conversations with news, at most max events in all, those the caller was let go from up to that commit, rooms with news, and those that are no longer served.';

create or replace function public.people(ids uuid[]) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
begin
  perform private.demand(cardinality(people.ids) <= 1000, 'E_INPUT');
  return (
    select coalesce(jsonb_agg(private.person_json(p)), '[]')
      from chat.profiles p
      where p.user_id = any (people.ids) and (
        p.user_id = me
        or exists (
          select from chat.members mine join chat.members theirs using (conversation_id)
            where mine.user_id = me and theirs.user_id = p.user_id
              and theirs.joined_seq < coalesce(mine.left_seq, 9007199254740991))
        or exists (
          select from chat.room_members mine join chat.room_members theirs using (conversation_id)
            where mine.user_id = me and mine.left_seq is null and theirs.user_id = p.user_id)
        or exists (
          select from chat.parties mine join chat.parties theirs using (context_id)
            where mine.user_id = me and theirs.user_id = p.user_id)));
end $$;
comment on function public.people(uuid[]) is
  'Those of the asked people who share, or shared while the caller was in it, a conversation or a context with the caller, or wrote in a room the caller is in. Others are left out silently.';
