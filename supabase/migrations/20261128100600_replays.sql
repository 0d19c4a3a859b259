-- Replays: what is in the log once does not come a second time, even when nothing of it is left but its place.
--
-- A message that was deleted or has expired leaves its hash; its id and its place in the writer's chain go with its bytes. So its
-- author could put the very same bytes into the log again: what was deleted for everybody was back, for everybody who came later.
-- What the server learns: nothing new. Who writes: see messages.
-- Tested in: tombstones.test.ts.

create unique index event_is_in_the_log_once on chat.events (conversation_id, hash);
