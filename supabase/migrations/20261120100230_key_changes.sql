-- Key changes: ways to unlock come and go, the store is written, identity and master key are rotated.
--
-- What the server learns: when each of these happens. Every change of an account's keys waits for the one before it and
-- compares versions, so that of two devices at once exactly one wins and the other is told (E_VERSION).
-- Who writes: the person, for himself.
-- Tested in: keys.test.ts.

create function public.slot_put(body text) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  slot bytea := private.checked_slot(slot_put.body, me);
begin
  perform private.spend('keys', me);
  perform private.locked_vault(me);
  perform private.demand((select count(*) < 8 from chat.wrap_slots s where s.user_id = me), 'E_INPUT');
  insert into chat.wrap_slots (body) values (slot) on conflict do nothing;
  perform private.demand(exists (
    select from chat.wrap_slots s
      where s.user_id = me and s.slot_id = private.uuid_at(slot, 24) and s.body = slot), 'E_EXISTS');
  return jsonb_build_object('slot_id', private.uuid_at(slot, 24));
end $$;
comment on function public.slot_put(text) is 'Adds a way to unlock; the same bytes again change nothing, other bytes under the id are E_EXISTS.';

create function public.slot_delete(slot_id uuid) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
begin
  perform private.spend('keys', me);
  perform private.locked_vault(me);
  delete from chat.wrap_slots s where s.user_id = me and s.slot_id = slot_delete.slot_id;
  perform private.demand(exists (select from chat.wrap_slots s where s.user_id = me), 'E_LAST_SLOT');
  return '{}';
end $$;
comment on function public.slot_delete(uuid) is 'Removes a way to unlock, never the last one (E_LAST_SLOT). An unknown id changes nothing.';

create function public.store_put(expected_version bigint, body text) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  sealed bytea := private.checked_store(store_put.body);
  vault chat.vaults;
begin
  perform private.spend('store', me);
  vault := private.locked_vault(me);
  perform private.demand(vault.store_version = store_put.expected_version, 'E_VERSION');
  update chat.vaults v set store = sealed, store_version = v.store_version + 1, changed_at = now() where v.user_id = me;
  return jsonb_build_object('version', vault.store_version + 1);
end $$;
comment on function public.store_put(bigint, text) is 'Replaces the store if it still has the expected version, else E_VERSION.';

create function public.identity_rotate(statement text, bundle text, expected_bundle_version bigint) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  body bytea := private.checked_statement(identity_rotate.statement, me);
  vault chat.vaults;
  latest chat.identity_statements;
begin
  perform private.spend('keys', me);
  vault := private.locked_vault(me);
  perform private.demand(vault.bundle_version = identity_rotate.expected_bundle_version, 'E_VERSION');
  select s.* into latest from chat.identity_statements s where s.user_id = me order by s.generation desc limit 1;
  perform private.demand(get_byte(body, 5) in (1, 2) and private.u32(body, 24) = latest.generation + 1
    and private.slice(body, 28, 32) = latest.hash, 'E_CHAIN');
  perform private.demand((get_byte(body, 5) = 2) = (private.slice(body, 196, 64) = private.zeros(64)), 'E_SIG');
  insert into chat.identity_statements (body) values (body);
  update chat.vaults v
    set bundle = private.checked_bundle(identity_rotate.bundle, latest.generation + 1),
      bundle_version = v.bundle_version + 1, changed_at = now()
    where v.user_id = me;
  return jsonb_build_object('version', vault.bundle_version + 1);
end $$;
comment on function public.identity_rotate(text, text, bigint) is
  'Stores the next statement and the enlarged bundle together. Of two devices at once one wins, the other gets E_VERSION.';

create function public.amk_rotate(
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
  'A new account master key: bundle, store and slots change together and every older slot is gone.';

revoke all on function
  public.slot_put(text), public.slot_delete(uuid), public.store_put(bigint, text),
  public.identity_rotate(text, text, bigint), public.amk_rotate(text, text, text[], bigint, bigint)
  from public, anon, authenticated, service_role;
grant execute on function
  public.slot_put(text), public.slot_delete(uuid), public.store_put(bigint, text),
  public.identity_rotate(text, text, bigint), public.amk_rotate(text, text, text[], bigint, bigint)
  to authenticated;
