-- Online, counted at once: who is across a block is looked up once for the whole count, not once for every person.
--
-- What the server learns: nothing new. Who reads, who writes: see online.
-- Tested in: online.test.ts.

create or replace function public.online_count(conversation uuid default null) returns jsonb
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
