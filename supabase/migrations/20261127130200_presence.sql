-- Presence: who was here lately, and what people say about themselves for a while.
--
-- What the server learns: to the minute when a person last had the page in view, and the text of a status; neither is
-- sealed, because strangers to a conversation's keys (its newest members, other devices) must be able to see it. A person
-- who hides themselves leaves no time here at all.
-- Who reads: people who share a conversation now, each as one of five words, never as a time; nobody who hides
-- themselves, and nobody across a block. Who writes: each person, for themselves.
-- Tested in: presence.test.ts.

create table chat.presence (
  user_id uuid not null,
  seen_at timestamptz,
  hidden boolean not null default false,
  status text,
  status_until timestamptz,
  constraint presence_pkey primary key (user_id),
  constraint presence_belongs_to_an_account foreign key (user_id) references chat.profiles (user_id) on delete cascade,
  constraint hidden_people_leave_no_time check (not (hidden and seen_at is not null)),
  constraint status_is_plain_text check (status is null or private.is_plain_text(status, 80)),
  constraint status_ends_only_if_there_is_one check (status is not null or status_until is null)
) with (fillfactor = 50);
comment on table chat.presence is 'When a person was last here, to the minute, and their status. Rows come with the first use.';

alter table chat.presence enable row level security;
alter table chat.presence force row level security;
create policy "only functions reach presence" on chat.presence as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.presence from public, anon, authenticated, service_role;

insert into ops.limits (name, burst, every, purpose) values
  ('presence', 20, interval '10 seconds', 'present, presence_hide, status_put: once in four minutes, and when the page comes back');

create function private.seen_word(seen_at timestamptz) returns text
  language sql stable
  set search_path = ''
as $$
  select case
    when seen_at is null then null
    when seen_at > date_trunc('minute', now()) - interval '300 seconds' then 'online'
    when seen_at > now() - interval '1 hour' then 'recently'
    when seen_at > now() - interval '24 hours' then 'today'
    when seen_at > now() - interval '7 days' then 'week'
    else 'long'
  end
$$;
comment on function private.seen_word(timestamptz) is
  'How long ago somebody was here, as a word: online for 300 seconds after the last sign, then ever coarser.';

create function private.own_presence(person uuid) returns chat.presence
  language plpgsql
  set search_path = ''
as $$
declare
  mine chat.presence;
begin
  perform private.spend('presence', person);
  perform private.demand(exists (select from chat.profiles p where p.user_id = person), 'E_NO_KEYS');
  insert into chat.presence (user_id) values (person) on conflict do nothing;
  select p.* into strict mine from chat.presence p where p.user_id = person for no key update;
  return mine;
end $$;
comment on function private.own_presence(uuid) is 'The person''s row, made and locked; charged.';

create function public.present() returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  mine chat.presence := private.own_presence(me);
begin
  if not mine.hidden then
    update chat.presence p set seen_at = date_trunc('minute', now()) where p.user_id = me;
  end if;
  return '{}';
end $$;
comment on function public.present() is 'The caller has the page in view. Told every few minutes; a hidden person leaves no trace by it.';

create function public.presence_hide(hidden boolean) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
begin
  perform private.demand(presence_hide.hidden is not null, 'E_INPUT');
  perform private.own_presence(me);
  update chat.presence p set hidden = presence_hide.hidden, seen_at = null where p.user_id = me;
  perform realtime.send('{}', 'account', 'user:' || me, true);
  return '{}';
end $$;
comment on function public.presence_hide(boolean) is 'Hides when the caller is here, and takes away what was stored of it; hidden people see nobody else''s either.';

create function public.status_put(status text default null, until timestamptz default null) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
begin
  perform private.demand(status_put.status is null or (
    octet_length(status_put.status) <= 1024 and private.is_plain_text(btrim(status_put.status), 80)), 'E_INPUT');
  perform private.demand(status_put.until is null
    or (status_put.status is not null and status_put.until between now() and now() + interval '1 year'), 'E_INPUT');
  perform private.own_presence(me);
  update chat.presence p set status = btrim(status_put.status), status_until = status_put.until where p.user_id = me;
  perform realtime.send('{}', 'account', 'user:' || me, true);
  return '{}';
end $$;
comment on function public.status_put(text, timestamptz) is 'Says something about oneself, until a time or until changed; null takes it away.';

create function public.presence_of(ids uuid[]) returns jsonb
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
        or (exists (
            select from chat.members mine join chat.members theirs using (conversation_id)
              where mine.user_id = me and theirs.user_id = p.user_id and mine.left_seq is null and theirs.left_seq is null)
          and not private.has_blocked(p.user_id, me) and not private.has_blocked(me, p.user_id))));
end $$;
comment on function public.presence_of(uuid[]) is
  'What may be seen of those asked who share a conversation with the caller now: a word for when they were here, and their status. Others are left out silently.';

revoke all on function
  public.present(), public.presence_hide(boolean), public.status_put(text, timestamptz), public.presence_of(uuid[])
  from public, anon, authenticated, service_role;
grant execute on function
  public.present(), public.presence_hide(boolean), public.status_put(text, timestamptz), public.presence_of(uuid[])
  to authenticated;
