-- Removed people do not come back by a link: its maker's client would let them in again by itself.
--
-- Whoever left by themselves may come back by one. Whoever was removed can be added by hand.
-- What the server learns: nothing new. Who reads, who writes: see joins.
-- Tested in: invites.test.ts.

create function private.was_removed(conversation uuid, person uuid) returns boolean
  language sql stable
  set search_path = '' set enable_seqscan = off
as $$
  select exists (
    select from chat.members m join chat.events e on e.conversation_id = m.conversation_id and e.seq = m.left_seq
      where m.conversation_id = was_removed.conversation and m.user_id = was_removed.person and e.reason = 3)
$$;
comment on function private.was_removed(uuid, uuid) is 'Whether this person is out because somebody removed them.';

create or replace function public.invite_look(invite uuid, token text) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  shown bytea := private.from_text(invite_look.token, 32);
  i chat.invites;
begin
  perform private.spend('join', me);
  i := private.live_invite(invite_look.invite, shown);
  if i.id is null then
    return null;
  end if;
  return jsonb_build_object(
    'conversation', i.conversation_id,
    'kind', (select c.kind from chat.conversations c where c.id = i.conversation_id),
    'maker', (select private.person_json(p) from chat.profiles p where p.user_id = i.maker),
    'left', i.uses - private.uses_of(i.id),
    'state', case
      when private.member_role(i.conversation_id, me) is not null then 'member'
      when private.was_removed(i.conversation_id, me) then 'declined'
      else coalesce((
        select case j.state when 'done' then 'none' else j.state end
          from chat.joins j where j.conversation_id = i.conversation_id and j.user_id = me), 'none')
    end);
end $$;

create or replace function public.join_request(invite uuid, token text, proof text) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  shown bytea := private.from_text(join_request.token, 32);
  proven bytea := private.from_text(join_request.proof, 32);
  i chat.invites;
  j chat.joins;
begin
  perform private.demand(octet_length(proven) = 32, 'E_FORMAT');
  perform private.spend('join', me);
  i := private.live_invite(join_request.invite, shown);
  perform private.demand(i.id is not null and exists (select from chat.profiles p where p.user_id = me), 'E_NOT_FOUND');
  perform private.demand(private.member_role(i.conversation_id, me) is null, 'E_EXISTS');
  perform private.demand(not private.was_removed(i.conversation_id, me), 'E_REMOVE');
  -- Of many at once each waits here, so that a link never lets in more than it says.
  perform from chat.invites x where x.id = i.id for no key update;
  select x.* into j from chat.joins x where x.conversation_id = i.conversation_id and x.user_id = me;
  perform private.demand(j.state is distinct from 'declined', 'E_REMOVE');
  perform private.demand((j.state = 'pending' and j.invite_id = i.id) is true or private.uses_of(i.id) < i.uses, 'E_NOT_FOUND');
  insert into chat.joins as x (conversation_id, user_id, invite_id, proof) values (i.conversation_id, me, i.id, proven)
    on conflict on constraint joins_pkey do update
      set invite_id = excluded.invite_id, proof = excluded.proof, state = 'pending', created_at = now()
    returning x.* into j;
  perform private.announce_join(j);
  return jsonb_build_object('conversation', i.conversation_id, 'state', 'pending');
end $$;
comment on function public.join_request(uuid, text, text) is
  'Asks to be let in by a link. E_NOT_FOUND: no live link, or used up; E_REMOVE: declined or removed before; E_EXISTS: in already.';
