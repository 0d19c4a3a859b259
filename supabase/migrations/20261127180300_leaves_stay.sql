-- Leaves stay: who has said that they leave does not take that back out of the log while it waits for its commit.
--
-- Whoever has not read the leave message cannot let its author go. One that was deleted right after it was said stopped the
-- conversation for everybody who had not been there: nothing but a commit they could not make was accepted any more.
-- What the server learns: nothing new. Who writes: see tombstones.
-- Tested in: leaving.test.ts.

create function private.keep_leaves() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  perform private.demand(not exists (
    select from chat.leaves l where l.conversation_id = new.conversation_id and l.seq = new.seq), 'E_REMOVE');
  return new;
end $$;
comment on function private.keep_leaves() is 'The message that somebody leaves becomes no tombstone before they are out, whatever asks for it.';
create trigger keep_leaves before update on chat.events
  for each row when (old.tombstone is null and new.tombstone = 'author') execute function private.keep_leaves();
