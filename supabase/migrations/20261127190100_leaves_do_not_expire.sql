-- Leaves do not expire: who has said that they leave is let go, however short a time messages are kept.
--
-- Whoever has not read the leave message cannot let its author go. It expires like any other once they are out.
-- What the server learns: nothing new. Who writes: see retention.
-- Tested in: lifecycle.test.ts.

create function private.hold_expiry_for_leaves() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  if exists (select from chat.leaves l where l.conversation_id = new.conversation_id and l.seq = new.seq) then
    return null;
  end if;
  return new;
end $$;
comment on function private.hold_expiry_for_leaves() is 'The message that somebody leaves does not expire before they are out: whoever has not read it could not let them go.';
create trigger hold_expiry_for_leaves before update on chat.events
  for each row when (old.tombstone is null and new.tombstone = 'expired') execute function private.hold_expiry_for_leaves();
