-- Starting over: a person who has lost the password, the recovery code and every device makes all keys of the account anew.
--
-- What the server learns: that somebody started over. Everybody who pinned the old keys is told by the statement itself,
-- which says that it is a reset, and accepts the new keys or does not.
-- Who writes: the person, for himself, with a login not older than an hour: an open page that somebody walked away from, or
-- a stolen session, is not enough. A new login takes the password or the mailbox.
-- Tested in: start-over.test.ts.

create function private.demand_recent_login() returns void
  language plpgsql stable
  set search_path = ''
as $$
declare
  claims jsonb := nullif(current_setting('request.jwt.claims', true), '')::jsonb;
begin
  perform private.demand(exists (
    select from auth.sessions s
      where s.id::text = claims ->> 'session_id' and s.user_id = private.caller()
        and s.created_at > now() - interval '1 hour'), 'E_LOGIN_OLD');
end $$;
comment on function private.demand_recent_login() is
  'E_LOGIN_OLD unless the session of this call began within the last hour; renewing its token does not make it younger.';
revoke all on function private.demand_recent_login() from public, anon, authenticated, service_role;

create function public.start_over(
  statement text, bundle text, store text, slots text[], expected_bundle_version bigint, expected_store_version bigint
) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  body bytea := private.checked_statement(start_over.statement, me);
  vault chat.vaults;
  latest chat.identity_statements;
  amk_before bigint;
begin
  perform private.demand_recent_login();
  perform private.spend('keys', me);
  vault := private.locked_vault(me);
  perform private.demand(vault.bundle_version = start_over.expected_bundle_version
    and vault.store_version = start_over.expected_store_version, 'E_VERSION');
  select s.* into latest from chat.identity_statements s where s.user_id = me order by s.generation desc limit 1;
  perform private.demand(get_byte(body, 5) = 2 and private.u32(body, 24) = latest.generation + 1
    and private.slice(body, 28, 32) = latest.hash, 'E_CHAIN');
  perform private.demand(private.slice(body, 196, 64) = private.zeros(64), 'E_SIG');
  insert into chat.identity_statements (body) values (body);
  select max(s.amk_generation) into amk_before from chat.wrap_slots s where s.user_id = me;
  delete from chat.wrap_slots s where s.user_id = me;
  perform private.put_slots(start_over.slots, me);
  perform private.demand((
    select bool_and(s.amk_generation = amk_before + 1) from chat.wrap_slots s where s.user_id = me), 'E_CHAIN');
  update chat.vaults v
    set bundle = private.checked_bundle(start_over.bundle, 1), store = private.checked_store(start_over.store),
      bundle_version = v.bundle_version + 1, store_version = v.store_version + 1, changed_at = now()
    where v.user_id = me;
  return private.account_json(me);
end $$;
comment on function public.start_over(text, text, text, text[], bigint, bigint) is
  'The next statement, a reset, with new bundle, store and slots, all or nothing; every older way to unlock is gone.';

revoke all on function public.start_over(text, text, text, text[], bigint, bigint)
  from public, anon, authenticated, service_role;
grant execute on function public.start_over(text, text, text, text[], bigint, bigint) to authenticated;
