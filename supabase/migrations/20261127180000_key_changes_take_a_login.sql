-- Key changes take a login: what puts an account's keys anew asks for the password or the mailbox first.
--
-- A reset of the identity is start_over's alone. identity_rotate took one as well, and asked for no recent login: whoever
-- held a stolen session could put keys of their own in the place of somebody's, and amk_rotate the slots that open them.
-- What the server learns: nothing new. Who writes: the person, for himself, with a login not older than an hour.
-- Tested in: keys.test.ts.

create or replace function public.identity_rotate(statement text, bundle text, expected_bundle_version bigint) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  body bytea := private.checked_statement(identity_rotate.statement, me);
  vault chat.vaults;
  latest chat.identity_statements;
begin
  perform private.demand_recent_login();
  perform private.spend('keys', me);
  vault := private.locked_vault(me);
  perform private.demand(vault.bundle_version = identity_rotate.expected_bundle_version, 'E_VERSION');
  select s.* into latest from chat.identity_statements s where s.user_id = me order by s.generation desc limit 1;
  perform private.demand(get_byte(body, 5) = 1 and private.u32(body, 24) = latest.generation + 1
    and private.slice(body, 28, 32) = latest.hash, 'E_CHAIN');
  perform private.demand(private.slice(body, 196, 64) <> private.zeros(64), 'E_SIG');
  insert into chat.identity_statements (body) values (body);
  update chat.vaults v
    set bundle = private.checked_bundle(identity_rotate.bundle, latest.generation + 1),
      bundle_version = v.bundle_version + 1, changed_at = now()
    where v.user_id = me;
  return jsonb_build_object('version', vault.bundle_version + 1);
end $$;
comment on function public.identity_rotate(text, text, bigint) is
  'Stores the next statement, signed by the old key, and the enlarged bundle together, with a login of the last hour (E_LOGIN_OLD). Of two devices at once one wins, the other gets E_VERSION. A reset is start_over''s.';

create or replace function public.amk_rotate(
  bundle text, store text, slots text[], expected_bundle_version bigint, expected_store_version bigint
) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  vault chat.vaults;
  before bigint;
begin
  perform private.demand_recent_login();
  perform private.spend('keys', me);
  vault := private.locked_vault(me);
  perform private.demand(vault.bundle_version = amk_rotate.expected_bundle_version
    and vault.store_version = amk_rotate.expected_store_version, 'E_VERSION');
  select max(s.amk_generation) into before from chat.wrap_slots s where s.user_id = me;
  delete from chat.wrap_slots s where s.user_id = me;
  perform private.put_slots(amk_rotate.slots, me);
  perform private.demand((
    select bool_and(s.amk_generation = before + 1) from chat.wrap_slots s where s.user_id = me), 'E_CHAIN');
  update chat.vaults v
    set bundle = private.checked_bundle(amk_rotate.bundle, (
        select max(s.generation) from chat.identity_statements s where s.user_id = me)),
      store = private.checked_store(amk_rotate.store),
      bundle_version = v.bundle_version + 1, store_version = v.store_version + 1, changed_at = now()
    where v.user_id = me;
  return '{}';
end $$;
comment on function public.amk_rotate(text, text, text[], bigint, bigint) is
  'A new account master key, with a login of the last hour (E_LOGIN_OLD): bundle, store and slots change together and every older slot is gone.';
