-- Delivery: what is announced over Realtime, to whom, and who may listen. Every announcement is a hint; sync is the truth.
--
-- What the server learns: who is connected. What it sends: the exact sealed event to members of the current roster, or
-- only its position when it is large; never plaintext.
-- Who listens: user:<id> its owner; conversation:<id>:<epoch> the members of the current epoch, who may also say that
-- they are typing or present. Only the database speaks of events: clients may not write to inboxes at all, and what they
-- broadcast on a conversation's topic is a hint like everything else.
-- Tested in: delivery.test.ts.

create function private.listens_to(topic text, person uuid) returns boolean
  language plpgsql stable security definer
  set search_path = '' set enable_seqscan = off
as $$
begin
  if topic = 'user:' || person::text then
    return true;
  end if;
  if topic !~ '^conversation:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:\d{1,10}$' then
    return false;
  end if;
  return exists (
    select from chat.members m join chat.conversations c on c.id = m.conversation_id
      where m.conversation_id = split_part(topic, ':', 2)::uuid and m.user_id = person and m.left_seq is null
        and c.epoch = split_part(topic, ':', 3)::bigint and c.epoch > 0);
end $$;
comment on function private.listens_to(text, uuid) is 'Whether this is the person''s inbox or the current epoch of a conversation the person is in.';
revoke all on function private.listens_to(text, uuid) from public, anon, authenticated, service_role;
grant execute on function private.listens_to(text, uuid) to authenticated;

create policy "people hear their inbox and the conversations they are in" on realtime.messages
  for select to authenticated
  using (
    (extension = 'broadcast' or (extension = 'presence' and (select realtime.topic()) like 'conversation:%'))
    and (select private.listens_to(realtime.topic(), (select auth.uid())))
  );
create policy "members say in a conversation that they type or are present" on realtime.messages
  for insert to authenticated
  with check (
    extension in ('broadcast', 'presence')
    and (select realtime.topic()) like 'conversation:%'
    and (select private.listens_to(realtime.topic(), (select auth.uid())))
  );

create function private.announce_event() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
declare
  c chat.conversations;
  payload jsonb := private.event_json(new);
  position jsonb := jsonb_build_object('conversation', new.conversation_id, 'seq', new.seq);
begin
  select x.* into strict c from chat.conversations x where x.id = new.conversation_id;
  if octet_length(payload::text) > 16000 then
    payload := position;
  end if;
  if c.member_count <= 32 then
    perform realtime.send(payload, 'event', 'user:' || m.user_id, true)
      from chat.members m
      where m.conversation_id = new.conversation_id and m.left_seq is null and m.joined_seq < new.seq;
  elsif new.kind = 2 then
    perform realtime.send(payload, 'event', 'conversation:' || c.id || ':' || c.epoch, true);
  else
    perform realtime.send(position, 'event', 'conversation:' || c.id || ':' || (c.epoch - 1), true);
  end if;
  if new.kind = 1 then
    perform realtime.send(jsonb_build_object('conversation', new.conversation_id), 'conversation', 'user:' || m.user_id, true)
      from chat.members m
      where m.conversation_id = new.conversation_id and (m.left_seq = new.seq or (m.left_seq is null and m.joined_seq = new.seq));
  end if;
  return null;
end $$;
comment on function private.announce_event() is
  'Up to 32 members: the event to each inbox. More: messages on the epoch''s topic, of a commit only the position, and on the topic people are still on. Who joins or leaves is told to call sync.';
create trigger announce_event after insert on chat.events for each row execute function private.announce_event();

create function private.announce_conversation() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
begin
  perform realtime.send(jsonb_build_object('conversation', new.id), 'conversation', 'user:' || m.user_id, true)
    from chat.members m where m.conversation_id = new.id and m.left_seq is null;
  return null;
end $$;
comment on function private.announce_conversation() is 'A lock, or a rotation asked for outside a commit: everybody calls sync.';
create trigger announce_conversation after update of locked, rotation_required on chat.conversations
  for each row when (
    new.epoch = old.epoch and (old.locked, old.rotation_required) is distinct from (new.locked, new.rotation_required)
  )
  execute function private.announce_conversation();

create function private.announce_context() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
begin
  perform realtime.send(jsonb_build_object('conversation', new.id), 'conversation', 'user:' || p.user_id, true)
    from chat.parties p where p.context_id = new.context_id;
  return null;
end $$;
comment on function private.announce_context() is 'A host has made a shell: its parties call sync.';
create trigger announce_context after insert on chat.conversations
  for each row when (new.context_id is not null) execute function private.announce_context();

create function private.announce_pointer() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
declare
  signed bytea := case
    when tg_op = 'INSERT' then coalesce(new.read, new.view)
    when new.read is distinct from old.read then new.read
    else new.view
  end;
  payload jsonb := jsonb_build_object(
    'conversation', new.conversation_id, 'user_id', new.user_id, 'pointer', private.to_text(signed));
  c chat.conversations;
begin
  select x.* into strict c from chat.conversations x where x.id = new.conversation_id;
  if c.member_count <= 32 then
    perform realtime.send(payload, 'pointer', 'user:' || m.user_id, true)
      from chat.members m where m.conversation_id = new.conversation_id and m.left_seq is null;
  else
    perform realtime.send(payload, 'pointer', 'conversation:' || c.id || ':' || c.epoch, true);
  end if;
  return null;
end $$;
comment on function private.announce_pointer() is 'The signed pointer to every member, its owner''s other devices included.';
create trigger announce_pointer after insert or update on chat.pointers for each row execute function private.announce_pointer();
