-- Room running: what owners and admins of an open room do, and the list of people they do it with.
--
-- A removal changes the number in the name of the room's topic, so whoever was removed hears nothing more at once. Nobody
-- acts on somebody of their own rank or above.
-- What the server learns: who was removed, banned or silenced by whom. Who reads: the list of people, those in the room;
-- who is silenced or banned, its admins. Who writes: admins remove, ban, silence and set rules; the owner names admins and
-- hands over.
-- Tested in: rooms.test.ts.

create function public.room_remove(conversation uuid, person uuid, ban boolean default false) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  conv chat.conversations;
  theirs chat.room_members;
begin
  perform private.demand(room_remove.ban is not null and room_remove.person is distinct from me, 'E_INPUT');
  perform private.spend('room_run', me);
  conv := private.enter_room(room_remove.conversation, 2);
  select m.* into theirs from chat.room_members m where m.conversation_id = conv.id and m.user_id = room_remove.person;
  perform private.demand(found, 'E_NOT_FOUND');
  if theirs.left_seq is null then
    perform private.demand(theirs.role < private.room_role(conv.id, me), 'E_ROLE');
    perform private.part(conv, theirs.user_id, jsonb_build_object(
      't', 'removed', 'who', theirs.user_id, 'epoch', conv.epoch + 1), me, room_remove.ban);
    -- After the notice, which is for those who are still on the old topic.
    update chat.conversations c set epoch = conv.epoch + 1 where c.id = conv.id;
  else
    update chat.room_members m set banned = room_remove.ban where m.conversation_id = conv.id and m.user_id = theirs.user_id;
  end if;
  return '{}';
end $$;
comment on function public.room_remove(uuid, uuid, boolean) is
  'An admin removes a member, the owner also an admin; with ban they cannot come back. Of somebody who is out already: sets or lifts the ban.';

create function public.room_set_role(conversation uuid, person uuid, role int) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  conv chat.conversations;
  before int;
begin
  perform private.demand(room_set_role.role in (1, 2, 3) and room_set_role.person is distinct from me, 'E_INPUT');
  perform private.spend('room_run', me);
  conv := private.enter_room(room_set_role.conversation, 3);
  before := private.room_role(conv.id, room_set_role.person);
  perform private.demand(before is not null, 'E_NOT_FOUND');
  if before = room_set_role.role then
    return '{}';
  end if;
  if room_set_role.role = 3 then
    update chat.room_members m set role = 2 where m.conversation_id = conv.id and m.user_id = me;
  end if;
  update chat.room_members m set role = room_set_role.role where m.conversation_id = conv.id and m.user_id = room_set_role.person;
  perform private.append_room(conv, 1, me, jsonb_build_object('t', 'role', 'who', room_set_role.person, 'role', room_set_role.role));
  return '{}';
end $$;
comment on function public.room_set_role(uuid, uuid, int) is 'The owner names or unnames an admin, or hands the room over (3) and stays as admin.';

create function public.room_silence(conversation uuid, person uuid, until timestamptz) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  conv chat.conversations;
begin
  perform private.demand(room_silence.person is distinct from me, 'E_INPUT');
  perform private.spend('room_run', me);
  conv := private.enter_room(room_silence.conversation, 2);
  perform private.demand(private.room_role(conv.id, room_silence.person) is not null, 'E_NOT_FOUND');
  perform private.demand(private.room_role(conv.id, room_silence.person) < private.room_role(conv.id, me), 'E_ROLE');
  update chat.room_members m set silenced_until = room_silence.until
    where m.conversation_id = conv.id and m.user_id = room_silence.person;
  perform realtime.send(jsonb_build_object('conversation', conv.id), 'conversation', 'user:' || room_silence.person, true);
  return '{}';
end $$;
comment on function public.room_silence(uuid, uuid, timestamptz) is 'Until then the person reads and cannot write; null ends it, infinity does not end.';

create function public.room_settings(
  conversation uuid, title text default null, about text default null, listed boolean default null,
  capacity int default null, slow_seconds int default null
) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  conv chat.conversations;
  before chat.rooms;
  wanted chat.rooms;
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
    and wanted.slow_seconds between 0 and 3600
    and (wanted.capacity = before.capacity or wanted.capacity between 2 and (select l.max_members from ops.room_limits l)), 'E_INPUT');
  update chat.rooms r set title = wanted.title, about = wanted.about, listed = wanted.listed, capacity = wanted.capacity,
      slow_seconds = wanted.slow_seconds where r.conversation_id = conv.id;
  if wanted is distinct from before then
    perform private.append_room(conv, 1, me, jsonb_strip_nulls(jsonb_build_object('t', 'settings',
      'title', case when wanted.title <> before.title then wanted.title end,
      'slow', case when wanted.slow_seconds <> before.slow_seconds then wanted.slow_seconds end)));
  end if;
  return '{}';
end $$;
comment on function public.room_settings(uuid, text, text, boolean, int, int) is
  'Admins change what a room is called, whether it is listed, its capacity (nobody loses a place) and slow mode; null leaves a thing as it is.';

create function public.room_members(conversation uuid, banned boolean default false, after uuid default null, max int default 100) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  mine int := private.room_role(conversation, private.caller());
begin
  perform private.demand(mine is not null, 'E_NOT_FOUND');
  perform private.demand(not coalesce(room_members.banned, false) or mine >= 2, 'E_ROLE');
  return (
    select coalesce(jsonb_agg(jsonb_build_object('user_id', l.user_id, 'role', l.role, 'handle', l.handle, 'display_name', l.display_name,
        'silenced_until', case when mine >= 2 and l.silenced_until > now() then
          case when l.silenced_until = 'infinity' then 'infinity' else to_jsonb(l.silenced_until) #>> '{}' end end)
        order by l.user_id), '[]')
      from (
        select m.user_id, m.role, m.silenced_until, p.handle, p.display_name
          from chat.room_members m join chat.profiles p on p.user_id = m.user_id
          where m.conversation_id = room_members.conversation
            and case when room_members.banned then m.banned else m.left_seq is null end
            and (room_members.after is null or m.user_id > room_members.after)
          order by m.user_id limit private.bounded(room_members.max, 100, 500)
      ) l);
end $$;
comment on function public.room_members(uuid, boolean, uuid, int) is
  'The people in a room, page by page, for those in it; for admins also who is silenced, and who is banned.';

revoke all on function
  public.room_remove(uuid, uuid, boolean), public.room_set_role(uuid, uuid, int),
  public.room_silence(uuid, uuid, timestamptz), public.room_settings(uuid, text, text, boolean, int, int),
  public.room_members(uuid, boolean, uuid, int)
  from public, anon, authenticated, service_role;
grant execute on function
  public.room_remove(uuid, uuid, boolean), public.room_set_role(uuid, uuid, int),
  public.room_silence(uuid, uuid, timestamptz), public.room_settings(uuid, text, text, boolean, int, int),
  public.room_members(uuid, boolean, uuid, int)
  to authenticated;
