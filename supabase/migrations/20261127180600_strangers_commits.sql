-- Strangers' commits: before acceptance whoever asks changes nothing either.
--
-- A commit makes a line in the other's conversation, and one that names the conversation makes a line of any text. The rule of
-- one message left commits out, so a stranger could say as much as they liked that way. A new key before the one message may
-- be needed (keys that are a week old, keys that have changed), with no name, and not again and again.
-- What the server learns: nothing new. Who writes: see first contact.
-- Tested in: first-contact.test.ts.

create or replace function private.heed_request() returns trigger
  language plpgsql
  set search_path = ''
as $$
declare
  r chat.requests;
begin
  select x.* into r from chat.requests x where x.conversation_id = new.conversation_id;
  if r.awaits = new.author and new.kind = 2 then
    delete from chat.requests x where x.conversation_id = new.conversation_id;
  elsif r.asker = new.author then
    perform private.demand(
      new.kind = 2 or new.epoch = 1 or (new.epoch <= 5 and new.metadata is null), 'E_REQUEST');
    perform private.demand(not exists (
      select from chat.events e where e.conversation_id = new.conversation_id and e.kind = 2 and e.seq < new.seq), 'E_REQUEST');
  end if;
  return null;
end $$;
comment on function private.heed_request() is
  'Before acceptance the asker has one message, and at most four new keys before it; an answer accepts.';
drop trigger heed_request on chat.events;
create trigger heed_request after insert on chat.events for each row execute function private.heed_request();
