-- Sessions: where a person is signed in, and ending it from somewhere else.
--
-- What the server learns: which browser of the list of devices belongs to which login. Auth keeps the logins themselves;
-- they are read and ended here, because a person may do that to their own and nobody else may.
-- What ending one does: the login cannot be renewed, and the browser, told by its inbox, leaves and wipes what it holds.
-- A browser that is offline or does not do as it is told keeps its access token for the rest of its hour, and the keys it
-- had: who must be kept out for good also changes the password and gets new keys.
-- Who reads and writes: the person alone.
-- Tested in: sessions.test.ts.

alter table chat.devices add column session_id uuid;
comment on column chat.devices.session_id is 'The login with which this browser was last opened; no foreign key, logins end by themselves.';

create function private.current_session() returns uuid
  language sql stable
  set search_path = ''
as $$
  select (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'session_id')::uuid
$$;
comment on function private.current_session() is 'The login that makes this call, from the verified token; null for tokens without one.';

create or replace function public.device_seen(device_id uuid, label text, remembered boolean) returns jsonb
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
  insert into chat.devices as d (user_id, device_id, label, remembered, session_id)
    values (me, device_seen.device_id, name, device_seen.remembered, private.current_session())
    on conflict on constraint devices_pkey do update
      set label = excluded.label, remembered = excluded.remembered, session_id = excluded.session_id, last_seen_at = now();
  return '{}';
end $$;
comment on function public.device_seen(uuid, text, boolean) is
  'Notes that this browser unlocked the account now, and with which login; at most 50 are kept.';

create function public.sessions() returns jsonb
  language sql stable security definer
  set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
      'id', s.id, 'current', s.id = private.current_session(), 'created_at', s.created_at,
      'used_at', greatest(s.updated_at, s.refreshed_at at time zone 'utc', d.last_seen_at),
      'label', d.label, 'agent', left(s.user_agent, 300), 'remembered', d.remembered)
      order by s.id = private.current_session() desc nulls last,
        greatest(s.updated_at, s.refreshed_at at time zone 'utc', d.last_seen_at) desc), '[]')
    from auth.sessions s left join lateral (
      select x.label, x.remembered, x.last_seen_at from chat.devices x
        where x.user_id = s.user_id and x.session_id = s.id order by x.last_seen_at desc limit 1
    ) d on true
    where s.user_id = private.caller() and (s.not_after is null or s.not_after > now())
$$;
comment on function public.sessions() is 'The caller''s logins, this one first, with the browser that was opened with each.';

create function public.session_alive() returns boolean
  language sql stable security definer
  set search_path = ''
as $$
  select private.current_session() is null or exists (
    select from auth.sessions s where s.id = private.current_session() and s.user_id = private.caller())
$$;
comment on function public.session_alive() is 'False when the login that asks has been ended from somewhere else.';

create function private.end_sessions(person uuid, except_for uuid, only_this uuid) returns int
  language plpgsql
  set search_path = ''
as $$
declare
  ended int;
begin
  delete from chat.devices d where d.user_id = person and d.session_id is not null
    and d.session_id is distinct from except_for and (only_this is null or d.session_id = only_this);
  delete from auth.sessions s where s.user_id = person
    and s.id is distinct from except_for and (only_this is null or s.id = only_this);
  get diagnostics ended = row_count;
  if ended > 0 then
    perform realtime.send('{}', 'account', 'user:' || person, true);
  end if;
  return ended;
end $$;
comment on function private.end_sessions(uuid, uuid, uuid) is 'Ends logins of a person, takes their browsers off the list, and tells all browsers to look.';

create function public.session_end(id uuid) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
begin
  perform private.demand(session_end.id is not null, 'E_INPUT');
  perform private.spend('store', me);
  return jsonb_build_object('ended', private.end_sessions(me, null, session_end.id));
end $$;
comment on function public.session_end(uuid) is 'Ends one login of the caller; an unknown one changes nothing.';

create function public.sessions_end_others() returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
begin
  perform private.demand(private.current_session() is not null, 'E_AUTH');
  perform private.spend('store', me);
  return jsonb_build_object('ended', private.end_sessions(me, private.current_session(), null));
end $$;
comment on function public.sessions_end_others() is 'Ends every login of the caller except the one that asks.';

revoke all on function
  public.sessions(), public.session_alive(), public.session_end(uuid), public.sessions_end_others()
  from public, anon, authenticated, service_role;
grant execute on function
  public.sessions(), public.session_alive(), public.session_end(uuid), public.sessions_end_others()
  to authenticated;
