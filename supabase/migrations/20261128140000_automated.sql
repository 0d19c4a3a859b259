-- Automated accounts: a program says of itself that it is one.
--
-- The word stands on the account and is never taken back: what once was a program does not become a person under the same
-- name. It is not signed. The form of identity statements is fixed and has no room for it, so it is the server's word: a
-- server could hide it, or say it of a person, and reads nothing by either. A program that does not say it of itself is,
-- for everybody else, a person.
-- What the server learns: that an account is a program. Who reads: whoever sees the person. Who writes: the account itself.
-- Tested in: accounts.test.ts, bot.test.ts.

alter table chat.profiles add column automated boolean not null default false;
comment on column chat.profiles.automated is 'A program writes under this name, as it says itself. Never taken back.';

create function private.keep_automated() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  perform private.refuse('E_IMMUTABLE');
  return null;
end $$;
comment on function private.keep_automated() is 'An automated account stays one, whoever asks.';
create trigger keep_automated before update of automated on chat.profiles
  for each row when (old.automated and not new.automated) execute function private.keep_automated();

create or replace function private.person_json(profile chat.profiles) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object(
    'user_id', profile.user_id, 'handle', profile.handle, 'display_name', profile.display_name,
    'automated', profile.automated, 'statements', private.statements_of(profile.user_id))
$$;

create function public.profile_automated() returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
begin
  perform private.spend('store', me);
  update chat.profiles p set automated = true where p.user_id = me;
  perform private.demand(found, 'E_NO_KEYS');
  return '{}';
end $$;
comment on function public.profile_automated() is 'The caller says of itself that it is a program. There is no way back; again changes nothing.';

revoke all on function public.profile_automated() from public, anon, authenticated, service_role;
grant execute on function public.profile_automated() to authenticated;

create or replace function public.room_members(conversation uuid, banned boolean default false, after uuid default null, max int default 100) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  mine int := private.room_role(conversation, private.caller());
begin
  perform private.demand(mine is not null, 'E_NOT_FOUND');
  perform private.demand(not coalesce(room_members.banned, false) or mine >= 2, 'E_ROLE');
  return (
    select coalesce(jsonb_agg(jsonb_build_object('user_id', l.user_id, 'role', l.role, 'handle', l.handle, 'display_name', l.display_name,
        'automated', l.automated, 'silenced_until', case when mine >= 2 and l.silenced_until > now() then
          case when l.silenced_until = 'infinity' then 'infinity' else to_jsonb(l.silenced_until) #>> '{}' end end)
        order by l.user_id), '[]')
      from (
        select m.user_id, m.role, m.silenced_until, p.handle, p.display_name, p.automated
          from chat.room_members m join chat.profiles p on p.user_id = m.user_id
          where m.conversation_id = room_members.conversation
            and case when room_members.banned then m.banned else m.left_seq is null end
            and (room_members.after is null or m.user_id > room_members.after)
          order by m.user_id limit private.bounded(room_members.max, 100, 500)
      ) l);
end $$;
