-- Room contexts: the room of a course shows the thing of its platform as sealed conversations do, and follows its title.
--
-- What the server learns: nothing new. Who reads: people in the room. Who writes: the host platform, through its doors.
-- Tested in: room-class.test.ts.

create or replace function private.room_event_json(e chat.room_events) returns jsonb
  language sql stable
  return jsonb_build_object('conversation', e.conversation_id, 'seq', e.seq, 'kind', e.kind, 'author', e.author,
    'msg_id', e.msg_id, 'body', e.body, 'tombstone', e.tombstone, 'received_at', e.received_at,
    'was_edit', e.tombstone is not null and e.of_id is not null);

create or replace function private.room_summary(c chat.conversations, m chat.room_members) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object(
    'id', c.id, 'kind', c.kind, 'class', c.class, 'epoch', c.epoch, 'last_seq', c.last_seq, 'transcript', '',
    'created_at', c.created_at, 'last_activity_at', c.last_activity_at,
    'rotation_required', false, 'locked', c.locked, 'retention_days', 0,
    'context', private.context_json(c.context_id),
    'members', '[]'::jsonb,
    'room', jsonb_build_object('title', r.title, 'about', r.about, 'members', c.member_count, 'capacity', r.capacity,
      'listed', r.listed, 'slow_seconds', r.slow_seconds, 'silenced_until', case
        when m.silenced_until = 'infinity' then 'infinity'
        when m.silenced_until > now() then to_jsonb(m.silenced_until) #>> '{}' end),
    'my', jsonb_build_object('role', m.role, 'joined_seq', m.joined_seq, 'left_seq', null, 'read_seq', m.read_seq))
    from chat.rooms r where r.conversation_id = c.id
$$;

create function private.rename_course_room() returns trigger
  language plpgsql
  set search_path = ''
as $$
declare
  room uuid;
begin
  update chat.rooms r set title = btrim(left(new.title, 80))
    from chat.conversations c where c.context_id = new.id and r.conversation_id = c.id and private.is_plain_text(btrim(left(new.title, 80)), 80)
    returning r.conversation_id into room;
  if room is not null then
    perform realtime.send(jsonb_build_object('conversation', room), 'conversation', 'user:' || m.user_id, true)
      from chat.room_members m where m.conversation_id = room and m.left_seq is null;
  end if;
  return null;
end $$;
comment on function private.room_summary(chat.conversations, chat.room_members) is
  'A room in the list. Its people are not in it: there may be hundreds (room_members). What is said in rooms does not expire.';

comment on function private.rename_course_room() is 'The room of a course is called what its platform calls the course.';
create trigger rename_course_room after update on chat.contexts
  for each row when (old.title is distinct from new.title) execute function private.rename_course_room();
