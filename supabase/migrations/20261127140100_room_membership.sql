-- Room membership: making rooms, finding and joining them, and leaving.
--
-- Joining takes effect at once, for whoever has an account and is not banned, up to the room's capacity: the row of the
-- room is locked first, so of two who want the last place one gets it.
-- What the server learns: everything about who is in a room. Who reads: see rooms. Who writes: anybody with an account
-- makes rooms, joins and leaves; a platform opens the room of a course with its people in it.
-- Tested in: rooms.test.ts.

create function private.make_room(room uuid, kind text, context uuid, title text, about text, listed boolean, capacity int) returns void
  language plpgsql
  set search_path = ''
as $$
declare
  most int := (select l.max_members from ops.room_limits l);
begin
  perform private.demand(private.is_plain_text(make_room.title, 80)
    and (make_room.about = '' or private.is_plain_text(make_room.about, 300)) is true and make_room.listed is not null
    and (make_room.capacity is null or make_room.capacity between 2 and most), 'E_INPUT');
  if make_room.context is null then
    insert into chat.conversations (id, kind, class, epoch, transcript)
      values (room, make_room.kind, 'open', 1, private.h('t0', uuid_send(room)));
  end if;
  insert into chat.rooms (conversation_id, title, about, listed, capacity)
    values (room, make_room.title, make_room.about, make_room.listed, coalesce(make_room.capacity, most));
end $$;
comment on function private.make_room(uuid, text, uuid, text, text, boolean, int) is 'An empty room; of a context the conversation exists already.';

create function private.admit(conv chat.conversations, people uuid[], owner uuid, admins uuid[]) returns void
  language plpgsql
  set search_path = ''
as $$
begin
  insert into chat.room_members (conversation_id, user_id, role, joined_seq)
    select conv.id, p, case when p = owner then 3 when p = any (admins) then 2 else 1 end, conv.last_seq + 1
      from unnest(people) p;
  conv.member_count := cardinality(people);
  perform private.append_room(conv, 1, owner, jsonb_build_object('t', 'created'));
end $$;
comment on function private.admit(chat.conversations, uuid[], uuid, uuid[]) is 'The first people of a new room, and its first event.';

create function public.room_create(title text, about text default '', listed boolean default true, capacity int default null) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  room uuid := gen_random_uuid();
  conv chat.conversations;
begin
  perform private.demand(octet_length(room_create.title) <= 1024 and octet_length(room_create.about) <= 2048, 'E_INPUT');
  perform private.demand(exists (select from chat.profiles p where p.user_id = me), 'E_NO_KEYS');
  perform private.spend('create', me);
  perform private.make_room(room, 'room', null, btrim(room_create.title), btrim(room_create.about), room_create.listed, room_create.capacity);
  select c.* into strict conv from chat.conversations c where c.id = room;
  perform private.admit(conv, array[me], me, '{}');
  return jsonb_build_object('conversation', room, 'created', true);
end $$;
comment on function public.room_create(text, text, boolean, int) is 'Makes an open room with the caller as its owner. Capacity: at most, and by default, what the installation allows.';

create function private.open_course_room() returns trigger
  language plpgsql
  set search_path = ''
as $$
declare
  about chat.contexts;
  conv chat.conversations;
  people uuid[];
  leaders uuid[];
begin
  select x.* into strict about from chat.contexts x where x.id = new.context_id;
  select array_agg(p.user_id order by p.user_id), array_agg(p.user_id order by p.user_id) filter (where p.role = 'owner')
    into people, leaders from chat.parties p where p.context_id = new.context_id;
  perform private.demand(cardinality(leaders) >= 1, 'E_INPUT');
  update chat.conversations c set epoch = 1 where c.id = new.id returning c.* into conv;
  perform private.make_room(new.id, new.kind, new.context_id, btrim(left(about.title, 80)), '', false, null);
  perform private.admit(conv, people, leaders[1], leaders);
  return null;
end $$;
comment on function private.open_course_room() is
  'A platform opens a room: it has no keys to wait for, so its parties are in it at once. Parties called owner run it; there must be one.';
create trigger open_course_room after insert on chat.conversations
  for each row when (new.class = 'open' and new.context_id is not null) execute function private.open_course_room();

create function private.room_card(room chat.rooms, conv chat.conversations, me uuid) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object('conversation', room.conversation_id, 'kind', conv.kind, 'title', room.title, 'about', room.about,
    'members', conv.member_count, 'capacity', room.capacity, 'joined', private.room_role(room.conversation_id, me) is not null)
$$;
comment on function private.room_card(chat.rooms, chat.conversations, uuid) is 'What somebody sees of a room before joining it.';

create function private.like_pattern(value text) returns text
  language sql immutable parallel safe
  return '%' || replace(replace(replace(value, '\', '\\'), '%', '\%'), '_', '\_') || '%';
comment on function private.like_pattern(text) is 'A pattern for what contains exactly this text.';

create function public.room_find(
  query text default '', after text default null, after_id uuid default null, max int default 30
) returns jsonb
  language plpgsql security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
begin
  perform private.demand(octet_length(coalesce(room_find.query, '')) <= 320 and octet_length(coalesce(room_find.after, '')) <= 320, 'E_INPUT');
  perform private.spend('room_find', me);
  return (
    select coalesce(jsonb_agg(private.room_card(f.r, f.c, me) order by lower((f.r).title), (f.r).conversation_id), '[]')
      from (
        select r, c from chat.rooms r join chat.conversations c on c.id = r.conversation_id
          where r.listed and c.member_count > 0
            and (coalesce(room_find.query, '') = '' or lower(r.title) like private.like_pattern(lower(room_find.query)))
            and (room_find.after is null or (lower(r.title), r.conversation_id)
              > (lower(room_find.after), coalesce(room_find.after_id, '00000000-0000-0000-0000-000000000000')))
          order by lower(r.title), r.conversation_id
          limit private.bounded(room_find.max, 30, 100)
      ) f);
end $$;
comment on function public.room_find(text, text, uuid, int) is
  'Listed rooms by title, with a part of it if wanted; the next page begins after the title and id of the last one.';

create function public.room_look(conversation uuid) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  card jsonb;
begin
  perform private.spend('room_find', me);
  select private.room_card(r, c, me) into card
    from chat.rooms r join chat.conversations c on c.id = r.conversation_id
    where r.conversation_id = room_look.conversation and c.member_count > 0;
  perform private.demand(card is not null, 'E_NOT_FOUND');
  return card;
end $$;
comment on function public.room_look(uuid) is 'The card of one room, listed or not, for whoever has its address.';

create function public.room_join(conversation uuid) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  conv chat.conversations;
  before chat.room_members;
  e chat.room_events;
begin
  perform private.demand(exists (select from chat.profiles p where p.user_id = me), 'E_NO_KEYS');
  perform private.spend('room', me);
  select c.* into conv from chat.conversations c
    where c.id = room_join.conversation and c.class = 'open' and c.member_count > 0 for no key update;
  perform private.demand(found, 'E_NOT_FOUND');
  select m.* into before from chat.room_members m where m.conversation_id = conv.id and m.user_id = me;
  perform private.demand(not coalesce(before.banned, false), 'E_BANNED');
  if before.user_id is not null and before.left_seq is null then
    return jsonb_build_object('conversation', conv.id, 'created', false);
  end if;
  perform private.demand(
    (select conv.member_count < r.capacity from chat.rooms r where r.conversation_id = conv.id), 'E_FULL');
  insert into chat.room_members as m (conversation_id, user_id, role, joined_seq, read_seq)
    values (conv.id, me, 1, conv.last_seq + 1, conv.last_seq)
    on conflict on constraint room_members_pkey do update
      set role = 1, joined_seq = excluded.joined_seq, left_seq = null, read_seq = excluded.read_seq;
  conv.member_count := conv.member_count + 1;
  e := private.append_room(conv, 1, me, jsonb_build_object('t', 'joined'), former => me);
  return jsonb_build_object('conversation', conv.id, 'created', true);
end $$;
comment on function public.room_join(uuid) is
  'Joins a room at once: E_FULL at its capacity, E_BANNED for whoever was banned. Whoever is in it already stays. A silence outlasts leaving and coming back.';

create function private.part(conv chat.conversations, person uuid, notice jsonb, by uuid, ban boolean) returns void
  language plpgsql
  set search_path = ''
as $$
begin
  update chat.room_members m set left_seq = conv.last_seq + 1, role = 1, banned = ban
    where m.conversation_id = conv.id and m.user_id = person;
  conv.member_count := conv.member_count - 1;
  perform private.append_room(conv, 1, by, notice, former => person);
end $$;
comment on function private.part(chat.conversations, uuid, jsonb, uuid, boolean) is 'Somebody is out of a locked room, with the notice that says so.';

create function public.room_leave(conversation uuid) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  conv chat.conversations;
begin
  perform private.spend('room', me);
  conv := private.enter_room(room_leave.conversation);
  perform private.demand(private.room_role(conv.id, me) < 3 or conv.member_count = 1, 'E_ROLE');
  perform private.part(conv, me, jsonb_build_object('t', 'left'), me, false);
  return '{}';
end $$;
comment on function public.room_leave(uuid) is 'Leaves at once. An owner hands over first (E_ROLE); the last one to leave closes the room.';

revoke all on function
  public.room_create(text, text, boolean, int), public.room_find(text, text, uuid, int), public.room_look(uuid),
  public.room_join(uuid), public.room_leave(uuid)
  from public, anon, authenticated, service_role;
grant execute on function
  public.room_create(text, text, boolean, int), public.room_find(text, text, uuid, int), public.room_look(uuid),
  public.room_join(uuid), public.room_leave(uuid)
  to authenticated;
