-- Links and blocks: a link of somebody who has blocked a person leads that person nowhere.
--
-- Otherwise the client of its maker would let in by itself whom they do not want to hear from. It looks like a link that has
-- ended, so that nothing is told. What the server learns: nothing new. Who reads, who writes: see joins.
-- Tested in: blocks.test.ts.

create or replace function private.live_invite(invite uuid, token bytea) returns chat.invites
  language plpgsql stable
  set search_path = ''
as $$
declare
  i chat.invites;
begin
  select x.* into i from chat.invites x
    where x.id = invite and x.token_hash = sha256(token)
      and x.revoked_at is null and x.expires_at > now() and private.may_add(x.conversation_id, x.maker)
      and not private.has_blocked(x.maker, private.caller());
  return i;
end $$;
comment on function private.live_invite(uuid, bytea) is
  'The link if it exists, the token is right, it has not ended, its maker may still add and has not blocked the caller; null otherwise, and nobody learns which it was.';
