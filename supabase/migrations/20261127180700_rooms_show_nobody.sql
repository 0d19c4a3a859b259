-- Rooms show nobody: who looks at an open room is not told to the strangers in it.
--
-- Presence and status ask for an acquaintance, and being in one room makes none. The topic of a room carried presence like
-- any other topic, so everybody who joined the room could see who was looking at it, and when.
-- What the server learns: nothing new. Who hears, who says: nobody.
-- Tested in: rooms.test.ts.

create function private.is_room(topic text) returns boolean
  language sql stable security definer
  set search_path = ''
as $$
  select topic ~ '^conversation:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:' and exists (
    select from chat.rooms r
      where r.conversation_id = case
        when topic ~ '^conversation:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:' then split_part(topic, ':', 2)::uuid end)
$$;
comment on function private.is_room(text) is 'Whether this is the topic of an open room.';
revoke all on function private.is_room(text) from public, anon, authenticated, service_role;
grant execute on function private.is_room(text) to authenticated;

create policy "nobody is seen in an open room" on realtime.messages
  as restrictive for all to authenticated
  using (extension <> 'presence' or not (select private.is_room(realtime.topic())))
  with check (extension <> 'presence' or not (select private.is_room(realtime.topic())));
