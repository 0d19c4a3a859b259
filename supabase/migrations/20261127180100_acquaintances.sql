-- Acquaintances: whom a person has let near, and what is kept from everybody else.
--
-- Sharing a conversation is no acquaintance by itself: anybody may write to a stranger once, and anybody may put a stranger
-- into a group. It becomes one when the other person has accepted the direct conversation, has said or done something in
-- the group, has asked to be let in, or when a platform has brought the two together. Until then nobody sees when that
-- person is here or what their status says, and a direct conversation with them begins as a request. And nobody puts into
-- a group who has blocked them.
-- What the server learns: nothing new. Who reads, who writes: functions and triggers only.
-- Tested in: presence.test.ts, first-contact.test.ts, blocks.test.ts.

create function private.is_open_to(person uuid, other uuid, besides uuid default null) returns boolean
  language sql stable
  set search_path = '' set enable_seqscan = off
as $$
  select exists (
    select from chat.members mine join chat.members theirs using (conversation_id)
        join chat.conversations c on c.id = conversation_id
      where mine.user_id = is_open_to.other and theirs.user_id = is_open_to.person
        and mine.left_seq is null and theirs.left_seq is null and conversation_id is distinct from is_open_to.besides
        and (
          c.context_id is not null
          or (c.kind = 'direct' and not exists (
            select from chat.requests r where r.conversation_id = c.id and r.awaits = is_open_to.person))
          or exists (select from chat.events e where e.conversation_id = c.id and e.author = is_open_to.person)
          or exists (
            select from chat.joins j
              where j.conversation_id = c.id and j.user_id = is_open_to.person and j.state = 'done')))
$$;
comment on function private.is_open_to(uuid, uuid, uuid) is
  'Whether the first person has let the second near, in a sealed conversation that both are in now, other than the third.';

create or replace function private.know_each_other(one uuid, other uuid, besides uuid) returns boolean
  language sql stable
  set search_path = ''
as $$
  select private.is_open_to(know_each_other.other, know_each_other.one, know_each_other.besides)
    or exists (
      select from chat.parties a join chat.parties b using (context_id)
        where a.user_id = know_each_other.one and b.user_id = know_each_other.other)
$$;
comment on function private.know_each_other(uuid, uuid, uuid) is
  'Whether the other person is open to the one, besides in this conversation, or both are parties of a context.';

create or replace function public.presence_of(ids uuid[]) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
  curtained boolean := coalesce((select p.hidden from chat.presence p where p.user_id = me), false);
begin
  perform private.demand(cardinality(presence_of.ids) <= 500, 'E_INPUT');
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
        'user_id', p.user_id,
        'seen', case when not curtained or p.user_id = me then private.seen_word(p.seen_at) end,
        'hidden', case when p.user_id = me then p.hidden end,
        'status', case when coalesce(p.status_until > now(), true) then p.status end,
        'until', case when p.status_until > now() then p.status_until end)), '[]')
      from chat.presence p
      where p.user_id = any (presence_of.ids) and (
        p.user_id = me
        or (private.is_open_to(p.user_id, me)
          and not private.has_blocked(p.user_id, me) and not private.has_blocked(me, p.user_id))));
end $$;
comment on function public.presence_of(uuid[]) is
  'What may be seen of those asked who are open to the caller: a word for when they were here, and their status. Others are left out silently.';

create function private.spare_who_has_blocked() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
begin
  perform private.demand(
    not private.has_blocked(new.user_id, auth.uid())
      or exists (select from chat.conversations c where c.id = new.conversation_id and c.context_id is not null),
    'E_REFUSED');
  return null;
end $$;
comment on function private.spare_who_has_blocked() is
  'Nobody is put into a conversation by somebody they have blocked, unless a platform has brought the two together.';
revoke all on function private.spare_who_has_blocked() from public, anon, authenticated, service_role;
-- After the insert: a row that is in the table already is proposed again by every commit, and that concerns nobody.
create trigger spare_who_has_blocked after insert on chat.members
  for each row execute function private.spare_who_has_blocked();
create trigger spare_who_has_blocked_before after update of left_seq on chat.members
  for each row when (old.left_seq is not null and new.left_seq is null)
  execute function private.spare_who_has_blocked();
