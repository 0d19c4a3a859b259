-- Joins: asking to be let into a group by one of its links, and answering.
--
-- A request never lets anybody in: a member's signed commit does, made by the link's maker's client by itself, or by hand
-- by anybody who may add. What the server learns: see invites.
-- Who reads: requests those who may answer them, and whoever asks. Who writes: the same.
-- Tested in: invites.test.ts.

create function private.live_invite(invite uuid, token bytea) returns chat.invites
  language plpgsql stable
  set search_path = ''
as $$
declare
  i chat.invites;
begin
  select x.* into i from chat.invites x
    where x.id = invite and x.token_hash = sha256(token)
      and x.revoked_at is null and x.expires_at > now() and private.may_add(x.conversation_id, x.maker);
  return i;
end $$;
comment on function private.live_invite(uuid, bytea) is
  'The link if it exists, the token is right, it has not ended, and its maker may still add; null otherwise, and nobody learns which it was.';

create function public.invite_look(invite uuid, token text) returns jsonb
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
      else coalesce((
        select case j.state when 'done' then 'none' else j.state end
          from chat.joins j where j.conversation_id = i.conversation_id and j.user_id = me), 'none')
    end);
end $$;
comment on function public.invite_look(uuid, text) is
  'What a link leads to, for whoever shows its token; null for everything else, alike. Misses are charged, so that tokens cannot be guessed.';

create function private.announce_join(j chat.joins) returns void
  language sql
  set search_path = ''
as $$
  select realtime.send(jsonb_build_object('conversation', j.conversation_id), 'conversation', 'user:' || p.user_id, true)
    from (
      select m.user_id from chat.members m
        where m.conversation_id = j.conversation_id and m.left_seq is null and private.may_add(m.conversation_id, m.user_id)
      union select j.user_id) p
$$;
comment on function private.announce_join(chat.joins) is 'A request was made or answered: whoever may answer it, and whoever made it, looks again.';

create function public.join_request(invite uuid, token text, proof text) returns jsonb
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
  'Asks to be let in by a link. E_NOT_FOUND: no live link, or used up; E_REMOVE: declined before; E_EXISTS: in already.';

create function public.join_withdraw(conversation uuid) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  j chat.joins;
begin
  perform private.spend('join', me);
  delete from chat.joins x
    where x.conversation_id = join_withdraw.conversation and x.user_id = me and x.state = 'pending' returning x.* into j;
  perform private.demand(found, 'E_NOT_FOUND');
  perform private.announce_join(j);
  return '{}';
end $$;
comment on function public.join_withdraw(uuid) is 'Takes the caller''s own request back.';

create function public.join_decline(conversation uuid, person uuid) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  j chat.joins;
begin
  perform private.demand(private.member_role(join_decline.conversation, me) is not null, 'E_NOT_FOUND');
  perform private.demand(private.may_add(join_decline.conversation, me), 'E_ADD');
  perform private.spend('invite', me);
  update chat.joins x set state = 'declined'
    where x.conversation_id = join_decline.conversation and x.user_id = person and x.state = 'pending' returning x.* into j;
  perform private.demand(found, 'E_NOT_FOUND');
  perform private.announce_join(j);
  return '{}';
end $$;
comment on function public.join_decline(uuid, uuid) is 'Declines a request, by whoever may add. The person cannot ask again by a link; they can still be added.';

create function public.join_requests() returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
        'conversation', j.conversation_id, 'invite', j.invite_id, 'maker', i.maker, 'proof', private.to_text(j.proof),
        'created_at', j.created_at, 'person', private.person_json(p)) order by j.created_at), '[]')
      from (
        select x.* from chat.members m join chat.joins x on x.conversation_id = m.conversation_id
          where m.user_id = me and m.left_seq is null and x.state = 'pending' and private.may_add(m.conversation_id, me)
          order by x.created_at limit 200) j
        join chat.invites i on i.id = j.invite_id
        join chat.profiles p on p.user_id = j.user_id);
end $$;
comment on function public.join_requests() is 'The requests that wait in all conversations the caller may add to.';

create function private.close_join() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  update chat.joins j set state = 'done'
    where j.conversation_id = new.conversation_id and j.user_id = new.user_id and j.state <> 'done';
  return null;
end $$;
comment on function private.close_join() is 'Who is let in, by whomever, has no request any more.';
create trigger close_join after insert or update of left_seq on chat.members
  for each row when (new.left_seq is null and new.joined_seq > 1) execute function private.close_join();

revoke all on function
  public.invite_look(uuid, text), public.join_request(uuid, text, text), public.join_withdraw(uuid),
  public.join_decline(uuid, uuid), public.join_requests()
  from public, anon, authenticated, service_role;
grant execute on function
  public.invite_look(uuid, text), public.join_request(uuid, text, text), public.join_withdraw(uuid),
  public.join_decline(uuid, uuid), public.join_requests()
  to authenticated;
