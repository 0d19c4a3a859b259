-- Devices: in which browsers a person has unlocked the account, so that a stranger's one is noticed.
--
-- What the server learns: a random id per browser, a name the client makes ("Firefox on Linux"), first and last use.
-- Who reads and writes: the person alone. No key is stored here; forgetting a device revokes nothing by itself.
-- Tested in: devices.test.ts.

create table chat.devices (
  user_id uuid not null,
  device_id uuid not null,
  label text not null,
  remembered boolean not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  constraint devices_pkey primary key (user_id, device_id),
  constraint device_belongs_to_an_account foreign key (user_id) references chat.profiles (user_id) on delete cascade,
  constraint device_label_is_plain_text check (private.is_plain_text(label, 64))
);
comment on table chat.devices is 'Browsers in which the account was unlocked.';
comment on column chat.devices.remembered is 'False for a shared computer, where keys live in memory only.';

alter table chat.devices enable row level security;
alter table chat.devices force row level security;
create policy "only functions reach devices" on chat.devices as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.devices from public, anon, authenticated, service_role;

create function public.device_seen(device_id uuid, label text, remembered boolean) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  name text := private.checked_name(device_seen.label);
begin
  perform private.demand(device_seen.device_id is not null and device_seen.remembered is not null, 'E_INPUT');
  perform private.spend('store', me);
  perform private.locked_vault(me);
  perform private.demand((
    select count(*) < 50 from chat.devices d where d.user_id = me and d.device_id <> device_seen.device_id), 'E_INPUT');
  insert into chat.devices as d (user_id, device_id, label, remembered)
    values (me, device_seen.device_id, name, device_seen.remembered)
    on conflict on constraint devices_pkey do update
      set label = excluded.label, remembered = excluded.remembered, last_seen_at = now();
  return '{}';
end $$;
comment on function public.device_seen(uuid, text, boolean) is 'Notes that this browser unlocked the account now; at most 50 are kept.';

create function public.devices() returns jsonb
  language sql stable security definer
  set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
      'device_id', d.device_id, 'label', d.label, 'remembered', d.remembered,
      'created_at', d.created_at, 'last_seen_at', d.last_seen_at) order by d.last_seen_at desc), '[]')
    from chat.devices d where d.user_id = private.caller()
$$;
comment on function public.devices() is 'The caller''s devices, last used first.';

create function public.device_forget(device_id uuid) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
begin
  perform private.spend('store', me);
  delete from chat.devices d where d.user_id = me and d.device_id = device_forget.device_id;
  return '{}';
end $$;
comment on function public.device_forget(uuid) is 'Takes a device off the list; an unknown id changes nothing.';

revoke all on function public.device_seen(uuid, text, boolean), public.devices(), public.device_forget(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.device_seen(uuid, text, boolean), public.devices(), public.device_forget(uuid)
  to authenticated;
