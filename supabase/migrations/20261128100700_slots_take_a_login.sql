-- Slots take a login: a way to unlock is taken away by whoever has just shown the password or the mailbox, and by nobody else.
--
-- Whoever held a stolen session could delete the slots of an account but one of their own making, which opens nothing: its owner
-- was locked out of everything at the next unlock. Or fill the places for slots up, so that no new password could be set.
-- What the server learns: nothing new. Who writes: the person, for himself.
-- Tested in: keys.test.ts.

create function private.has_recent_login() returns boolean
  language sql stable
  set search_path = ''
as $$
  select exists (
    select from auth.sessions s
      where s.id::text = nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'session_id'
        and s.user_id = auth.uid() and s.created_at > now() - interval '1 hour')
$$;
comment on function private.has_recent_login() is
  'Whether the session of this call began within the last hour; renewing its token does not make it younger.';
revoke all on function private.has_recent_login() from public, anon, authenticated, service_role;

create or replace function private.demand_recent_login() returns void
  language plpgsql stable
  set search_path = ''
as $$
begin
  perform private.demand(private.has_recent_login(), 'E_LOGIN_OLD');
end $$;

create or replace function public.slot_put(body text) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  slot bytea := private.checked_slot(slot_put.body, me);
  held int;
begin
  perform private.spend('keys', me);
  perform private.locked_vault(me);
  select count(*) into held from chat.wrap_slots s where s.user_id = me;
  perform private.demand(held < 8, 'E_INPUT');
  perform private.demand(held < 4 or private.has_recent_login(), 'E_LOGIN_OLD');
  insert into chat.wrap_slots (body) values (slot) on conflict do nothing;
  perform private.demand(exists (
    select from chat.wrap_slots s
      where s.user_id = me and s.slot_id = private.uuid_at(slot, 24) and s.body = slot), 'E_EXISTS');
  return jsonb_build_object('slot_id', private.uuid_at(slot, 24));
end $$;
comment on function public.slot_put(text) is
  'Adds a way to unlock, from the fifth on with a login of the last hour (E_LOGIN_OLD); the same bytes again change nothing, other bytes under the id are E_EXISTS.';

create or replace function public.slot_delete(slot_id uuid) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
begin
  perform private.spend('keys', me);
  perform private.demand_recent_login();
  perform private.locked_vault(me);
  delete from chat.wrap_slots s where s.user_id = me and s.slot_id = slot_delete.slot_id;
  perform private.demand(exists (select from chat.wrap_slots s where s.user_id = me), 'E_LAST_SLOT');
  return '{}';
end $$;
comment on function public.slot_delete(uuid) is
  'Removes a way to unlock, with a login of the last hour (E_LOGIN_OLD), never the last one (E_LAST_SLOT). An unknown id changes nothing.';
