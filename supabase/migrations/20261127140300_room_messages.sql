-- Room messages: how something said enters the log of an open room, and how a message leaves it.
--
-- Bodies have the forms of sealed ones, and the checks that clients make of those are made here: no key that a form does
-- not know, every text bounded, every message spoken about in the same room. Editing is for the author, within a day, and
-- changes what can be searched; deleting, by the author or by whoever runs the room, takes the text and its edits out of
-- the database at once.
-- What the server learns: every word. Who reads: people in the room. Who writes: people in the room who are not silenced,
-- in slow mode with a pause in between. The same message again is answered as the first time.
-- Tested in: room-messages.test.ts.

create function private.units(value text) returns int
  language sql immutable parallel safe
  return char_length(value) * 2 - char_length(regexp_replace(value, '[\U00010000-\U0010ffff]', '', 'g'));
comment on function private.units(text) is 'Length in UTF-16 code units, in which the limits of bodies are given.';

create function private.is_text(value jsonb, fewest int, most int) returns boolean
  language sql immutable
  set search_path = ''
as $$
  select jsonb_typeof(value) = 'string' and octet_length(value #>> '{}') <= 4 * most
    and private.units(value #>> '{}') between fewest and most
$$;
comment on function private.is_text(jsonb, int, int) is 'A string of that many UTF-16 code units.';

create function private.is_whole(value jsonb, most bigint) returns boolean
  language sql immutable
  set search_path = ''
as $$
  select jsonb_typeof(value) = 'number' and value::text ~ '^\d{1,16}$' and value::text::bigint <= most
$$;
comment on function private.is_whole(jsonb, bigint) is 'A whole number from 0 to most.';

create function private.is_list(value jsonb, fewest int, most int, pattern text) returns boolean
  language plpgsql immutable
  set search_path = ''
as $$
begin
  if jsonb_typeof(value) is distinct from 'array' or jsonb_array_length(value) not between fewest and most then
    return false;
  end if;
  return (select coalesce(bool_and(jsonb_typeof(x) in ('string', 'number') and (x #>> '{}') ~ pattern), true)
    and count(*) = count(distinct x) from jsonb_array_elements(value) x);
end $$;
comment on function private.is_list(jsonb, int, int, text) is 'A list of that many different strings or numbers, each of that form.';

create function private.room_body_is_sound(b jsonb) returns boolean
  language plpgsql immutable
  set search_path = ''
as $$
declare
  id constant text := '^[A-Za-z0-9_-]{21}[AQgw]$';
  hash constant text := '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$';
  wanted text[];
  allowed text[];
begin
  if jsonb_typeof(b) is distinct from 'object' or b -> 'v' is distinct from '1'::jsonb
    or not coalesce(private.is_whole(b -> 'ts', 9007199254740991), false) then
    return false;
  end if;
  case b ->> 't'
    when 'text' then wanted := '{b}'; allowed := '{re,men,th,fw,lk}';
    when 'edit' then wanted := '{of,b}'; allowed := '{men}';
    when 'del' then wanted := '{of}'; allowed := '{ed}';
    when 'react' then wanted := '{of,e}';
    when 'pin' then wanted := '{of}';
    when 'unpin' then wanted := '{of}';
    when 'poll' then wanted := '{q,o}'; allowed := '{many}';
    when 'vote' then wanted := '{of,c}';
    when 'poll-end' then wanted := '{of}';
    when 'invite' then wanted := '{ti,at,min}'; allowed := '{pl,b}';
    when 'answer' then wanted := '{of,a}';
    when 'status' then wanted := '{s,ti}'; allowed := '{b}';
    else return false;
  end case;
  if not b ?& wanted or exists (
    select from jsonb_object_keys(b) k where k <> all ('{v,t,ts}'::text[] || wanted || coalesce(allowed, '{}'))) then
    return false;
  end if;
  return (
    select bool_and(coalesce(case f.key
        when 'v' then true
        when 't' then true
        when 'ts' then true
        when 'b' then private.is_text(f.value, 1, case when b ->> 't' in ('text', 'edit') then 5000 else 500 end)
        when 're' then private.is_text(f.value, 43, 43) and (f.value #>> '{}') ~ hash
        when 'of' then private.is_text(f.value, 43, 43) and (f.value #>> '{}') ~ hash
        when 'th' then private.is_text(f.value, 43, 43) and (f.value #>> '{}') ~ hash
        when 'ed' then private.is_list(f.value, 1, 256, hash)
        when 'men' then private.is_list(f.value, 1, 256, id)
        when 'fw' then f.value = 'true'
        when 'many' then f.value = 'true'
        when 'lk' then jsonb_typeof(f.value) = 'object' and f.value ?& '{u,ti}' and f.value - 'u' - 'ti' = '{}'
          and private.is_text(f.value -> 'u', 8, 2048) and (f.value ->> 'u') ~* '^https?://\S+$'
          and private.is_text(f.value -> 'ti', 1, 120)
        when 'e' then private.is_text(f.value, 1, 32)
        when 'q' then private.is_text(f.value, 1, 500)
        when 'o' then private.is_list(f.value, 2, 10, '^') and (
          select bool_and(private.is_text(x, 1, 120)) from jsonb_array_elements(f.value) x)
        when 'c' then private.is_list(f.value, 0, 10, '^\d$') and (
          select coalesce(bool_and(jsonb_typeof(x) = 'number'), true) from jsonb_array_elements(f.value) x)
        when 'ti' then private.is_text(f.value, 1, 120)
        when 'pl' then private.is_text(f.value, 1, 120)
        when 'at' then private.is_whole(f.value, 9007199254740991)
        when 'min' then private.is_whole(f.value, 1440) and f.value <> '0'
        when 'a' then f.value in ('"yes"', '"maybe"', '"no"')
        when 's' then f.value in ('"open"', '"waiting"', '"going"', '"done"', '"stopped"')
      end, false))
      from jsonb_each(b) f);
end $$;
comment on function private.room_body_is_sound(jsonb) is
  'Whether a body has exactly the form of its type (protocol, "Body types"); files and types of moderators do not exist in rooms.';

create function private.room_ref(room uuid, hash text) returns uuid
  language plpgsql immutable
  set search_path = ''
as $$
declare
  name bytea := decode(translate(hash, '-_', '+/') || '=', 'base64');
begin
  perform private.demand(private.uuid_at(name, 16) = room, 'E_CONTEXT');
  return private.uuid_at(name, 0);
end $$;
comment on function private.room_ref(uuid, text) is
  'The message that a hash of this room names: in rooms it is message id and conversation id, 16 bytes each.';

create function private.room_words(b jsonb) returns text
  language sql immutable
  set search_path = ''
as $$
  select case b ->> 't'
    when 'text' then b ->> 'b'
    when 'poll' then concat_ws(E'\n', b ->> 'q', (select string_agg(o, E'\n') from jsonb_array_elements_text(b -> 'o') o))
    when 'invite' then concat_ws(E'\n', b ->> 'ti', b ->> 'pl', b ->> 'b')
    when 'status' then concat_ws(E'\n', b ->> 'ti', b ->> 'b')
  end
$$;
comment on function private.room_words(jsonb) is 'What of a body can be searched; null for what only says something about another message.';

create function private.demand_room_change(target chat.room_events, b jsonb, me uuid) returns void
  language plpgsql stable
  set search_path = ''
as $$
declare
  kind text := target.body ->> 't';
begin
  perform private.demand(target.seq is not null and target.tombstone is null, 'E_NOT_FOUND');
  if b ->> 't' in ('edit', 'del', 'poll-end') then
    perform private.demand(target.author = me, 'E_AUTHOR');
  end if;
  perform private.demand(case b ->> 't'
    when 'edit' then kind = 'text'
    when 'del' then target.words is not null or kind = 'react'
    when 'vote' then kind = 'poll'
    when 'poll-end' then kind = 'poll'
    when 'answer' then kind = 'invite' and target.author <> me
    else target.words is not null
  end, 'E_FORMAT');
  perform private.demand(b ->> 't' <> 'edit' or target.received_at >= now() - interval '24 hours', 'E_RANGE');
end $$;
comment on function private.demand_room_change(chat.room_events, jsonb, uuid) is
  'Whether somebody may say this about that message: E_NOT_FOUND gone, E_AUTHOR not theirs, E_RANGE too late, E_FORMAT of another kind.';

create function private.erase_room_message(room uuid, message uuid, reason text) returns void
  language sql
  set search_path = ''
as $$
  update chat.room_events e set tombstone = reason, body = null, words = null
    where e.conversation_id = room and (e.msg_id = message or (e.of_id = message and e.body ->> 't' = 'edit'))
$$;
comment on function private.erase_room_message(uuid, uuid, text) is 'Takes a message and its edits out of the database; their places stay.';

create function private.demand_may_post(m chat.room_members, b jsonb) returns void
  language plpgsql stable
  set search_path = ''
as $$
declare
  pause interval := (select make_interval(secs => r.slow_seconds) from chat.rooms r where r.conversation_id = m.conversation_id);
  last_at timestamptz;
begin
  perform private.demand(coalesce(m.silenced_until <= now(), true), 'E_SILENCED');
  perform private.demand(m.role >= 2 or b ->> 't' not in ('pin', 'unpin'), 'E_ROLE');
  if m.role = 1 and pause > interval '0' and private.room_words(b) is not null then
    select e.received_at into last_at from chat.room_events e
      where e.conversation_id = m.conversation_id and e.author = m.user_id and e.content
      order by e.seq desc limit 1;
    if last_at + pause > clock_timestamp() then
      perform private.refuse('E_SLOW', ceil(extract(epoch from last_at + pause - clock_timestamp()) * 1000)::bigint);
    end if;
  end if;
end $$;
comment on function private.demand_may_post(chat.room_members, jsonb) is
  'Silence, slow mode (E_SLOW with the milliseconds to wait), and that only admins pin.';

create function public.room_post(conversation uuid, msg_id uuid, body jsonb) returns jsonb
  language plpgsql security definer
  set search_path = '' set enable_seqscan = off
as $$
declare
  me uuid := private.caller();
  conv chat.conversations;
  mine chat.room_members;
  target chat.room_events;
  about uuid;
  e chat.room_events;
begin
  perform private.demand(room_post.msg_id is not null and pg_column_size(room_post.body) <= 65536
    and octet_length(room_post.body::text) <= 32768, 'E_TOO_BIG');
  perform private.demand(private.room_body_is_sound(room_post.body), 'E_FORMAT');
  perform private.spend('send', me);
  conv := private.enter_room(room_post.conversation);
  select x.* into e from chat.room_events x where x.conversation_id = conv.id and x.msg_id = room_post.msg_id;
  if found then
    perform private.demand(e.author = me and (e.body is null or e.body = room_post.body), 'E_MSG_ID');
    return jsonb_build_object('seq', e.seq, 'duplicate', true, 'received_at', e.received_at);
  end if;
  select m.* into strict mine from chat.room_members m where m.conversation_id = conv.id and m.user_id = me;
  perform private.demand_may_post(mine, room_post.body);
  if room_post.body ? 're' then
    perform private.room_ref(conv.id, room_post.body ->> 're');
  end if;
  if room_post.body ? 'th' then
    perform private.room_ref(conv.id, room_post.body ->> 'th');
  end if;
  if room_post.body ? 'of' then
    about := private.room_ref(conv.id, room_post.body ->> 'of');
    select x.* into target from chat.room_events x where x.conversation_id = conv.id and x.msg_id = about;
    perform private.demand_room_change(target, room_post.body, me);
  end if;
  e := private.append_room(conv, 2, me, room_post.body, room_post.msg_id, about, private.room_words(room_post.body));
  if room_post.body ->> 't' = 'edit' then
    update chat.room_events x set words = room_post.body ->> 'b' where x.conversation_id = conv.id and x.msg_id = about;
  elsif room_post.body ->> 't' = 'del' and target.words is not null then
    perform private.erase_room_message(conv.id, about, 'author');
  end if;
  return jsonb_build_object('seq', e.seq, 'duplicate', false, 'received_at', e.received_at);
end $$;
comment on function public.room_post(uuid, uuid, jsonb) is
  'Says something in a room. The same body under the same id again is answered with its seq, another body is E_MSG_ID.';

create function public.room_erase(conversation uuid, seq bigint) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  conv chat.conversations;
  target chat.room_events;
begin
  perform private.spend('room_run', me);
  conv := private.enter_room(room_erase.conversation, 2);
  select e.* into target from chat.room_events e where e.conversation_id = conv.id and e.seq = room_erase.seq;
  perform private.demand(target.msg_id is not null, 'E_NOT_FOUND');
  if target.tombstone is null then
    perform private.demand(target.words is not null, 'E_FORMAT');
    perform private.demand(target.author = me or coalesce(private.room_role(conv.id, target.author), 1) < private.room_role(conv.id, me), 'E_ROLE');
    perform private.erase_room_message(conv.id, target.msg_id, 'removed');
    perform private.append_room(conv, 1, me, jsonb_build_object('t', 'erased', 'of', target.msg_id));
  end if;
  return '{}';
end $$;
comment on function public.room_erase(uuid, bigint) is 'Whoever runs the room takes a message out of it, of somebody below them in rank. Twice changes nothing.';

revoke all on function public.room_post(uuid, uuid, jsonb), public.room_erase(uuid, bigint) from public, anon, authenticated, service_role;
grant execute on function public.room_post(uuid, uuid, jsonb), public.room_erase(uuid, bigint) to authenticated;
