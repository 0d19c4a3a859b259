-- How many strangers one may reach. A direct conversation with a stranger is a request with one message; a group had no such
-- bound, and together they had none but those of sending: whoever had a list of handles could reach thousands in a day.
-- Whoever makes a stranger a member, of a pair or of a group, spends an allowance: 64 at once, then one each 15 minutes.
-- Strangers are those who have not let one speak to them and share no platform's conversation with one; who asked to come in
-- by a link is none. Enforced by a trigger on membership, so that no function, old or new, can forget it.
-- What the server learns: nothing, it knows who is where. Tested in first-contact.test.ts.

insert into ops.limits (name, burst, every, purpose, reported) values
  ('stranger', 64, interval '15 minutes', 'making a stranger a member of a conversation', true);

create function private.count_stranger() returns trigger
  language plpgsql
  set search_path = ''
as $$
declare
  me uuid := auth.uid();
begin
  if me is not null and new.user_id <> me and not private.know_each_other(me, new.user_id, new.conversation_id)
    and not exists (
      select from chat.joins j
        where j.conversation_id = new.conversation_id and j.user_id = new.user_id and j.state <> 'declined') then
    perform private.spend('stranger', me);
  end if;
  return null;
end $$;
comment on function private.count_stranger() is 'Reaching strangers is limited per account, whatever the kind of conversation.';
create trigger count_stranger after insert on chat.members
  for each row when (new.left_seq is null) execute function private.count_stranger();
create trigger count_stranger_again after update of left_seq on chat.members
  for each row when (old.left_seq is not null and new.left_seq is null) execute function private.count_stranger();
