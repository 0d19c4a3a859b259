-- Online: how many people are online, and whether somebody is.
--
-- Built on presence, and no way around what it promises: who hides themselves is in no number and never online, who hides
-- sees no number, nobody is seen across a block, and nobody is seen by a stranger. A number may say that somebody nameless
-- is here, which is what people allow who do not hide.
-- What the server learns: nothing new. Who reads: of a conversation those in it now, of everybody anybody with keys.
-- Tested in: online.test.ts.

create function private.sees_presence(me uuid) returns boolean
  language sql stable
  set search_path = ''
as $$ select not coalesce((select p.hidden from chat.presence p where p.user_id = me), false) $$;
comment on function private.sees_presence(uuid) is 'Hiding is mutual.';

create function public.online_count(conversation uuid default null) returns jsonb
  language plpgsql security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
  apart uuid[];
  online int;
begin
  perform private.spend('presence', me);
  perform private.demand(online_count.conversation is null
    or private.member_role(online_count.conversation, me) is not null or private.room_role(online_count.conversation, me) is not null, 'E_NOT_FOUND');
  if not private.sees_presence(me) then
    return jsonb_build_object('online', null);
  end if;
  apart := array(
    select b.blocked from chat.blocks b where b.owner = me union select b.owner from chat.blocks b where b.blocked = me);
  select count(*) into online from chat.presence p
    where p.seen_at > date_trunc('minute', now()) - interval '300 seconds' and p.user_id <> all (apart)
      and (online_count.conversation is null or p.user_id in (
        select m.user_id from chat.members m where m.conversation_id = online_count.conversation and m.left_seq is null
        union all
        select m.user_id from chat.room_members m where m.conversation_id = online_count.conversation and m.left_seq is null));
  return jsonb_build_object('online', online);
end $$;
comment on function public.online_count(uuid) is 'How many are online, oneself included: of a conversation one is in, or of everybody. Null for who hides themselves.';

create function public.online(person uuid) returns jsonb
  language plpgsql security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
begin
  perform private.spend('presence', me);
  return jsonb_build_object('online', (
    select private.seen_word(p.seen_at) = 'online' from chat.presence p
      where p.user_id = online.person and not p.hidden and p.seen_at is not null and private.sees_presence(me)
        and not private.has_blocked(p.user_id, me) and not private.has_blocked(me, p.user_id)
        and (p.user_id = me
          or exists (select from chat.members mine join chat.members theirs using (conversation_id)
            where mine.user_id = me and theirs.user_id = p.user_id and mine.left_seq is null and theirs.left_seq is null)
          or exists (select from chat.room_members mine join chat.room_members theirs using (conversation_id)
            where mine.user_id = me and theirs.user_id = p.user_id and mine.left_seq is null and theirs.left_seq is null))));
end $$;
comment on function public.online(uuid) is
  'Whether somebody with whom one shares a conversation or a room is online. Null alike for who hides, has blocked, is blocked, is a stranger, or does not exist.';

revoke all on function public.online_count(uuid), public.online(uuid) from public, anon, authenticated, service_role;
grant execute on function public.online_count(uuid), public.online(uuid) to authenticated;
