-- New keys: whoever has new keys is to be sealed to with them, so their conversations need a new epoch before the next message.
--
-- What the server learns: nothing new. Who writes: identity_rotate and start_over, by the statement they store.
-- Members are told by the announcement of the rotation, look the person up again, and see at once that the keys changed.
-- Tested in: start-over.test.ts.

create function private.rotate_for_new_keys() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
begin
  -- Rows are locked in one order: two members may get new keys at the same moment.
  perform from chat.conversations c
    where c.epoch > 0 and c.class = 'sealed' and c.id in (
      select m.conversation_id from chat.members m where m.user_id = new.user_id and m.left_seq is null)
    order by c.id for no key update;
  update chat.conversations c set rotation_required = true
    where c.epoch > 0 and c.class = 'sealed' and not c.rotation_required and c.id in (
      select m.conversation_id from chat.members m where m.user_id = new.user_id and m.left_seq is null);
  return null;
end $$;
comment on function private.rotate_for_new_keys() is 'A person has new keys: every sealed conversation they are in takes a commit before the next message.';
revoke all on function private.rotate_for_new_keys() from public, anon, authenticated, service_role;
create trigger rotate_for_new_keys after insert on chat.identity_statements
  for each row when (new.generation > 1) execute function private.rotate_for_new_keys();
