-- Presence before an answer: whoever was put into a group by a stranger is not seen there before they accept.
--
-- Accepting makes an acquaintance, being put somewhere does not. And online() said of everybody who shares a conversation
-- whether they are here, so that whoever made a group, or wrote to a stranger, could ask; now it asks what presence_of asks.
-- In a number, who has not accepted the conversation is not counted: of a group of two it would tell the same.
-- What the server learns: nothing new. Who reads, who writes: see presence.
-- Tested in: group-requests.test.ts, online.test.ts.

create or replace function private.is_open_to(person uuid, other uuid, besides uuid default null) returns boolean
  language sql stable
  set search_path = '' set enable_seqscan = off
as $$
  select exists (
    select from chat.members mine join chat.members theirs using (conversation_id)
        join chat.conversations c on c.id = conversation_id
      where mine.user_id = is_open_to.other and theirs.user_id = is_open_to.person
        and mine.left_seq is null and theirs.left_seq is null and conversation_id is distinct from is_open_to.besides
        and not exists (
          select from chat.group_requests r
            where r.conversation_id = c.id and r.user_id = is_open_to.person and r.answer <> 'accepted')
        and (
          c.context_id is not null
          or (c.kind = 'direct' and not exists (
            select from chat.requests r where r.conversation_id = c.id and r.awaits = is_open_to.person))
          or exists (select from chat.events e where e.conversation_id = c.id and e.author = is_open_to.person)
          or exists (
            select from chat.group_requests r
              where r.conversation_id = c.id and r.user_id = is_open_to.person and r.answer = 'accepted')
          or exists (
            select from chat.joins j
              where j.conversation_id = c.id and j.user_id = is_open_to.person and j.state = 'done')))
$$;

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
    select b.blocked from chat.blocks b where b.owner = me union select b.owner from chat.blocks b where b.blocked = me
    union select r.user_id from chat.group_requests r
      where r.conversation_id = online_count.conversation and r.user_id <> me and r.answer <> 'accepted'
    union select r.awaits from chat.requests r where r.conversation_id = online_count.conversation and r.awaits <> me);
  select count(*) into online from chat.presence p
    where p.seen_at > date_trunc('minute', now()) - interval '300 seconds' and p.user_id <> all (apart)
      and (online_count.conversation is null or p.user_id in (
        select m.user_id from chat.members m where m.conversation_id = online_count.conversation and m.left_seq is null
        union all
        select m.user_id from chat.room_members m where m.conversation_id = online_count.conversation and m.left_seq is null));
  return jsonb_build_object('online', online);
end $$;
comment on function public.online_count(uuid) is
  'How many are online, oneself included: of a conversation one is in, or of everybody. Who has not accepted the conversation is not counted. Null for who hides themselves.';

create or replace function public.online(person uuid) returns jsonb
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
          or private.is_open_to(p.user_id, me)
          or exists (select from chat.room_members mine join chat.room_members theirs using (conversation_id)
            where mine.user_id = me and theirs.user_id = p.user_id and mine.left_seq is null and theirs.left_seq is null))));
end $$;
comment on function public.online(uuid) is
  'Whether somebody who is open to the caller in a conversation, or with whom the caller shares a room, is online. Null alike for who hides, has blocked, is blocked, is a stranger, or does not exist.';
