-- Ended logins: whoever ends a login from somewhere else wants that device kept out, so their conversations take a new key.
--
-- The login cannot be renewed, but what the device holds opens every epoch it was there for. The next message of any member
-- comes after a commit, whose key that device cannot fetch any more. Signing out of the browser one sits at asks for nothing.
-- What the server learns: nothing new. Who writes: session_end, sessions_end_others, and by statements identity_rotate, start_over.
-- Tested in: lost-logins.test.ts, start-over.test.ts.

create function private.rotate_all_of(person uuid) returns void
  language plpgsql
  set search_path = ''
as $$
begin
  -- Rows are locked in one order: two members may do this at the same moment.
  perform from chat.conversations c
    where c.epoch > 0 and c.class = 'sealed' and c.id in (
      select m.conversation_id from chat.members m where m.user_id = person and m.left_seq is null)
    order by c.id for no key update;
  update chat.conversations c set rotation_required = true
    where c.epoch > 0 and c.class = 'sealed' and not c.rotation_required and c.id in (
      select m.conversation_id from chat.members m where m.user_id = person and m.left_seq is null);
end $$;
comment on function private.rotate_all_of(uuid) is 'Every sealed conversation a person is in takes a commit before the next message.';
revoke all on function private.rotate_all_of(uuid) from public, anon, authenticated, service_role;

create or replace function private.rotate_for_new_keys() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
begin
  perform private.rotate_all_of(new.user_id);
  return null;
end $$;

create or replace function private.end_sessions(person uuid, except_for uuid, only_this uuid) returns int
  language plpgsql
  set search_path = ''
as $$
declare
  ended int;
begin
  delete from chat.devices d where d.user_id = person and d.session_id is not null
    and d.session_id is distinct from except_for and (only_this is null or d.session_id = only_this);
  delete from auth.sessions s where s.user_id = person
    and s.id is distinct from except_for and (only_this is null or s.id = only_this);
  get diagnostics ended = row_count;
  if ended > 0 then
    if only_this is distinct from private.current_session() then
      perform private.rotate_all_of(person);
    end if;
    perform realtime.send('{}', 'account', 'user:' || person, true);
  end if;
  return ended;
end $$;
comment on function private.end_sessions(uuid, uuid, uuid) is
  'Ends logins of a person, takes their browsers off the list, and tells all browsers to look. Unless it is the login that asks, every conversation of the person takes a new key.';
