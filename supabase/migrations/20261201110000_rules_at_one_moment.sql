-- Rules at one moment: whoever loses to a faster commit is told so.
--
-- Before the lock, commit() read the conversation in one statement and looked at the rules in the next ones. A commit that
-- came in between had let go whoever wanted to leave, and the slower one, which did the same, was refused as if it removed
-- somebody without a right (E_REMOVE) instead of being asked to fetch and look again (E_STALE_EPOCH). Clients took that for
-- a fault. Now conversation, roster and wishes are seen by one statement.
-- What is answered otherwise, who may call and what the server learns: nothing new.
-- Tested in: leaving.test.ts.

create or replace function public.commit(
  body text, sig text, boxes text, disclosures text default null, metadata text default null
) returns jsonb
  language plpgsql security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
  signed bytea := private.from_text(commit.body, 29270);
  signature bytea := private.from_text(commit.sig, 64);
  sealed bytea := private.from_text(commit.boxes, 85 * 256);
  disclosed bytea := case when commit.disclosures is not null then private.from_text(commit.disclosures, 1048576) end;
  named bytea := case when commit.metadata is not null then private.from_text(commit.metadata, 65536) end;
  c private.commit := private.read_commit(signed);
  conv chat.conversations;
  author_role int;
  answer jsonb;
begin
  perform private.demand(octet_length(signature) = 64, 'E_FORMAT');
  perform private.demand(c.author = me, 'E_AUTHOR');
  perform private.check_seals(c, sealed, disclosed, named);
  perform private.spend('commit', me);
  answer := private.earlier_commit(c);
  if answer is not null then
    return answer;
  end if;
  -- Without the lock: who breaks a rule is told at once, and nobody waits while a signature is verified.
  author_role := private.member_role(c.conversation_id, me);
  perform private.demand(author_role is not null, 'E_NOT_FOUND');
  select v.* into strict conv from chat.conversations v where v.id = c.conversation_id;
  perform private.demand(not conv.locked or author_role = 3, 'E_LOCKED');
  -- In one statement, which sees everything as it was at one moment: conversation, roster and wishes to leave.
  perform private.check_commit(v, c, signed, private.member_role(v.id, me)) from chat.conversations v where v.id = conv.id;
  if not private.is_signed('commit-sig', signed, signature, private.roster_key(private.commit_of(conv.id, c.epoch - 1), me)) then
    return null;
  end if;
  -- With it, once more: the epoch that was verified against has to be the newest still.
  conv := private.enter(c.conversation_id, me);
  author_role := private.member_role(conv.id, me);
  perform private.demand(not conv.locked or author_role = 3, 'E_LOCKED');
  perform private.check_commit(conv, c, signed, author_role);
  return private.adopt(conv, c, signed, signature, sealed, disclosed, named, author_role);
end $$;
comment on function public.commit(text, text, text, text, text) is
  'Appends a commit of the caller and makes it current; the same bytes again answer with the same seq. E_STALE_EPOCH: fetch, apply, try again. Null: ill-signed.';
