-- Sound statements: an identity statement is stored only if everybody who meets it can use it.
--
-- Clients verify whole chains and stop in front of a roster that names a key they cannot use. So one account with a
-- statement that is signed by nobody, or with a key of low order, once added to a group stopped it for all. What clients
-- check (protocol 4.1: both signatures, validX, the chain) is checked here first, when a statement comes in.
-- An ill-signed one is answered with null: a refusal would undo the charge, and verifying costs more than all else.
-- What the server learns: nothing new. Who writes: the person, for himself, as before.
-- Tested in: sealed-commits.test.ts, keys.test.ts, start-over.test.ts.

create function private.is_sound(body bytea, before bytea) returns boolean
  language plpgsql immutable
  set search_path = ''
as $$
declare
  signed bytea := private.slice(body, 0, 132);
  kind int := get_byte(body, 5);
begin
  if before is null then
    if kind <> 0 or private.u32(body, 24) <> 1 or private.slice(body, 28, 32) <> private.zeros(32) then
      return false;
    end if;
  elsif kind = 0 or private.u32(body, 24) <> private.u32(before, 24) + 1
      or private.slice(body, 28, 32) <> private.h('id-hash', private.slice(before, 0, 132))
      or private.slice(body, 8, 16) <> private.slice(before, 8, 16) then
    return false;
  end if;
  return private.valid_x(private.slice(body, 92, 32))
    and private.is_signed('id-sig', signed, private.slice(body, 132, 64), private.slice(body, 60, 32))
    and case kind
      when 1 then private.is_signed('id-sig', signed, private.slice(body, 196, 64), private.slice(before, 60, 32))
      else private.slice(body, 196, 64) = private.zeros(64)
    end;
end $$;
comment on function private.is_sound(bytea, bytea) is
  'Whether clients accept this statement after that one (null: as the first): chain, keys and signatures. Its Ed25519 key is fit for use if its own signature holds.';

alter table chat.identity_statements add column sound boolean not null default true;
comment on column chat.identity_statements.sound is
  'False for what was stored before statements were verified and does not hold: nobody comes into a roster on such a chain.';
update chat.identity_statements s set sound = false
  where not private.is_sound(s.body, (
    select b.body from chat.identity_statements b where b.user_id = s.user_id and b.generation = s.generation - 1));

comment on function private.checked_statement(text, uuid) is
  'Bytes of an identity statement of that person, of the right form. Whether it holds, is_sound says.';

create or replace function public.register_account(
  handle text, display_name text, statement text, slots text[], bundle text, store text
) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  word text := private.handle_of(register_account.handle);
  name text := private.checked_name(register_account.display_name);
  body bytea := private.checked_statement(register_account.statement, me);
begin
  perform private.demand(word ~ '^[a-z][a-z0-9_]{2,29}$', 'E_INPUT');
  perform private.demand(get_byte(body, 5) = 0 and private.u32(body, 24) = 1
    and private.slice(body, 28, 32) = private.zeros(32) and private.slice(body, 196, 64) = private.zeros(64), 'E_CHAIN');
  perform private.spend('keys', me);
  perform private.demand(exists (select from auth.users u where u.id = me), 'E_AUTH');
  perform private.demand(not exists (select from chat.profiles p where p.user_id = me), 'E_EXISTS');
  if not private.is_sound(body, null) then
    return null;
  end if;
  insert into chat.profiles (user_id, handle, display_name) values (me, word, name) on conflict do nothing;
  if not found then
    perform private.demand(not exists (select from chat.profiles p where p.user_id = me), 'E_EXISTS');
    perform private.refuse('E_HANDLE_TAKEN');
  end if;
  insert into chat.identity_statements (body) values (body);
  insert into chat.vaults (user_id, bundle, store)
    values (me, private.checked_bundle(register_account.bundle, 1), private.checked_store(register_account.store));
  perform private.put_slots(register_account.slots, me);
  return private.account_json(me);
end $$;
comment on function public.register_account(text, text, text, text[], text, text) is
  'Gives the signed-in user keys, once: E_EXISTS the second time, E_HANDLE_TAKEN when somebody else has the handle. Null if the statement does not hold.';

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
  if not private.is_sound(body, latest.body) then
    return null;
  end if;
  insert into chat.identity_statements (body) values (body);
  update chat.vaults v
    set bundle = private.checked_bundle(identity_rotate.bundle, latest.generation + 1),
      bundle_version = v.bundle_version + 1, changed_at = now()
    where v.user_id = me;
  return jsonb_build_object('version', vault.bundle_version + 1);
end $$;
comment on function public.identity_rotate(text, text, bigint) is
  'Stores the next statement, signed by the old key, and the enlarged bundle together, with a login of the last hour (E_LOGIN_OLD). Of two devices at once one wins, the other gets E_VERSION. Null if the statement does not hold. A reset is start_over''s.';

create or replace function public.start_over(
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
  if not private.is_sound(body, latest.body) then
    return null;
  end if;
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
  'The next statement, a reset, with new bundle, store and slots, all or nothing; every older way to unlock is gone. Null if the statement does not hold.';
