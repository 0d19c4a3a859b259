-- Announced words: what Realtime still keeps of a message goes with it.
--
-- An announcement carries the sealed event, and Realtime keeps announcements for three days, so that a browser which was away
-- for a moment can be given what it missed. A message that was deleted, or has expired, was still there, for every device
-- that asked for a replay.
-- What the server learns: nothing; it forgets. Who reads, who writes: whatever makes a tombstone.
-- Tested in: tombstones.test.ts.

create function private.forget_announcement() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
begin
  if old.received_at < now() - interval '4 days' then
    return null; -- Realtime has dropped it long ago
  end if;
  -- An announcement is made in the transaction of its event; the index of announcements is by time.
  delete from realtime.messages m
    where m.inserted_at between (old.received_at at time zone 'utc') - interval '1 minute'
        and (old.received_at at time zone 'utc') + interval '1 minute'
      and m.extension = 'broadcast' and m.private is true and m.event = 'event' and m.payload ->> 'conversation' = old.conversation_id::text
      and m.payload ->> 'seq' = old.seq::text;
  return null;
end $$;
comment on function private.forget_announcement() is 'A message has become a tombstone: what was announced of it is removed.';
revoke all on function private.forget_announcement() from public, anon, authenticated, service_role;
create trigger forget_announcement after update on chat.events
  for each row when (old.tombstone is null and new.tombstone is not null)
  execute function private.forget_announcement();
