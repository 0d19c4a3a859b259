-- Accounts: who a person is (handle, name), the signed statements of their public keys, and their keys wrapped.
--
-- What the server learns: handle, display name, public keys and when they changed, how many ways to unlock exist and of
-- which kind, the sizes of two opaque blobs. It holds no secret in the clear and nothing it could unlock with.
-- Who reads: everybody his own account; of others only handle, name and statements, by exact handle (charged) or when
-- they share a conversation (20261120100900_reading.sql). Who writes: the person, through the functions below.
-- Tested in: accounts.test.ts.

create table chat.profiles (
  user_id uuid not null,
  handle text not null,
  display_name text not null,
  created_at timestamptz not null default now(),
  constraint profiles_pkey primary key (user_id),
  constraint profile_belongs_to_a_user foreign key (user_id) references auth.users (id) on delete cascade,
  constraint handle_is_taken_once unique (handle),
  constraint handle_is_a_short_lower_case_word check (handle ~ '^[a-z][a-z0-9_]{2,29}$'),
  constraint display_name_is_plain_text check (private.is_plain_text(display_name, 64))
);
comment on table chat.profiles is 'The people who have keys: what others may see of them. Goes with the user.';

create table chat.identity_statements (
  user_id uuid not null generated always as (private.uuid_at(body, 8)) stored,
  generation bigint not null generated always as (private.u32(body, 24)) stored,
  hash bytea not null generated always as (private.h('id-hash', private.slice(body, 0, 132))) stored,
  ed_pk bytea not null generated always as (private.slice(body, 60, 32)) stored,
  x_pk bytea not null generated always as (private.slice(body, 92, 32)) stored,
  body bytea not null,
  created_at timestamptz not null default now(),
  constraint identity_statements_pkey primary key (user_id, generation),
  constraint statement_is_stored_once unique (user_id, hash),
  constraint statement_has_its_exact_form check (
    octet_length(body) = 260
    and private.slice(body, 0, 5) = '\x4549303101' and get_byte(body, 5) <= 2 and private.slice(body, 6, 2) = '\x0000'
  )
);
comment on table chat.identity_statements is
  'EI01 statements, one chain per person. Columns come from the signed bytes. No foreign key: rosters name these keys for ever.';

create table chat.wrap_slots (
  user_id uuid not null generated always as (private.uuid_at(body, 8)) stored,
  slot_id uuid not null generated always as (private.uuid_at(body, 24)) stored,
  kind int not null generated always as (get_byte(body, 5)) stored,
  amk_generation bigint not null generated always as (private.u32(body, 40)) stored,
  body bytea not null,
  created_at timestamptz not null default now(),
  constraint wrap_slots_pkey primary key (user_id, slot_id),
  constraint slot_belongs_to_an_account foreign key (user_id) references chat.profiles (user_id) on delete cascade,
  constraint slot_has_its_exact_form check (octet_length(body) = 180 and private.slice(body, 0, 5) = '\x4557303101')
);
comment on table chat.wrap_slots is 'EW01: the account master key wrapped by a passphrase (kind 1) or the recovery code (kind 2).';

create table chat.vaults (
  user_id uuid not null,
  bundle bytea not null,
  bundle_version bigint not null default 1,
  store bytea not null,
  store_version bigint not null default 1,
  changed_at timestamptz not null default now(),
  constraint vaults_pkey primary key (user_id),
  constraint vault_belongs_to_an_account foreign key (user_id) references chat.profiles (user_id) on delete cascade,
  constraint bundle_holds_whole_generations check (octet_length(bundle) > 80 and (octet_length(bundle) - 80) % 68 = 0),
  constraint store_is_a_seal_of_bounded_size check (octet_length(store) between 80 and 1048576)
);
comment on table chat.vaults is 'Private-key bundle and settings store of an account, sealed under its master key, written by compare-and-swap.';
alter table chat.vaults alter column bundle set storage external;
alter table chat.vaults alter column store set storage external;

alter table chat.profiles enable row level security;
alter table chat.profiles force row level security;
alter table chat.identity_statements enable row level security;
alter table chat.identity_statements force row level security;
alter table chat.wrap_slots enable row level security;
alter table chat.wrap_slots force row level security;
alter table chat.vaults enable row level security;
alter table chat.vaults force row level security;
create policy "only functions reach profiles" on chat.profiles as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach identity statements" on chat.identity_statements as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach wrap slots" on chat.wrap_slots as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach vaults" on chat.vaults as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.profiles, chat.identity_statements, chat.wrap_slots, chat.vaults
  from public, anon, authenticated, service_role;

create function private.checked_statement(value text, owner uuid) returns bytea
  language plpgsql immutable
  set search_path = ''
as $$
declare
  body bytea := private.from_text(value, 260);
begin
  perform private.demand(
    octet_length(body) = 260 and private.slice(body, 0, 5) = '\x4549303101'
      and get_byte(body, 5) <= 2 and private.slice(body, 6, 2) = '\x0000',
    'E_FORMAT');
  perform private.u64(body, 124);
  perform private.demand(private.uuid_at(body, 8) = owner, 'E_USER');
  return body;
end $$;
comment on function private.checked_statement(text, uuid) is
  'Bytes of an identity statement of that person. Signatures are checked by those who rely on them, the clients.';

create function private.checked_slot(value text, owner uuid) returns bytea
  language plpgsql immutable
  set search_path = ''
as $$
declare
  body bytea := private.from_text(value, 180);
  kind int;
begin
  perform private.demand(octet_length(body) = 180 and private.slice(body, 0, 5) = '\x4557303101', 'E_FORMAT');
  kind := get_byte(body, 5);
  perform private.demand(kind in (1, 2), 'E_FORMAT');
  perform private.demand(private.uuid_at(body, 8) = owner, 'E_USER');
  perform private.demand(
    case kind
      when 1 then private.slice(body, 6, 2) = '\x0101'
        and private.u32(body, 44) between 47104 and 262144 and private.u32(body, 48) between 1 and 10
      else private.slice(body, 6, 2) = '\x0000' and private.slice(body, 44, 8) = private.zeros(8)
    end,
    'E_KDF_PARAMS');
  return body;
end $$;
comment on function private.checked_slot(text, uuid) is 'Bytes of a wrap slot of that person with permitted parameters.';

create function private.checked_bundle(value text, generations bigint) returns bytea
  language plpgsql immutable
  set search_path = ''
as $$
declare
  body bytea := private.from_text(value, 80 + 68 * least(generations, 1000)::int);
begin
  perform private.demand(octet_length(body) > 80 and (octet_length(body) - 80) % 68 = 0, 'E_FORMAT');
  return body;
end $$;
comment on function private.checked_bundle(text, bigint) is
  'Bytes of a sealed bundle with one entry for each of 1 to that many generations (a reset loses the older ones).';

create function private.checked_store(value text) returns bytea
  language plpgsql immutable
  set search_path = ''
as $$
declare
  body bytea;
begin
  perform private.demand(octet_length(value) <= 1398104, 'E_TOO_BIG');
  body := private.from_text(value, 1048576);
  perform private.demand(octet_length(body) >= 80, 'E_FORMAT');
  return body;
end $$;
comment on function private.checked_store(text) is 'Bytes of a sealed store, at most 1 MiB.';

create function private.checked_name(value text) returns text
  language plpgsql immutable
  set search_path = ''
as $$
begin
  perform private.demand(private.is_plain_text(btrim(value), 64), 'E_INPUT');
  return btrim(value);
end $$;
comment on function private.checked_name(text) is 'A display name, trimmed; E_INPUT if it is not plain text of 1 to 64 characters.';

create function private.locked_vault(owner uuid) returns chat.vaults
  language plpgsql
  set search_path = ''
as $$
declare
  vault chat.vaults;
begin
  select v.* into vault from chat.vaults v where v.user_id = owner for no key update;
  perform private.demand(found, 'E_NO_KEYS');
  return vault;
end $$;
comment on function private.locked_vault(uuid) is
  'The account''s vault, locked: whoever changes keys or slots of an account waits for the one before.';

create function private.statements_of(person uuid) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select coalesce(jsonb_agg(private.to_text(s.body) order by s.generation), '[]')
    from chat.identity_statements s where s.user_id = person
$$;
comment on function private.statements_of(uuid) is 'All identity statements of a person, oldest first.';

create function private.person_json(profile chat.profiles) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object(
    'user_id', profile.user_id, 'handle', profile.handle, 'display_name', profile.display_name,
    'statements', private.statements_of(profile.user_id))
$$;
comment on function private.person_json(chat.profiles) is 'What others may see of a person.';

create function private.account_json(person uuid) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select private.person_json(p) || jsonb_build_object(
      'slots', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'slot_id', s.slot_id, 'kind', s.kind, 'body', private.to_text(s.body)) order by s.created_at, s.slot_id), '[]')
          from chat.wrap_slots s where s.user_id = p.user_id),
      'bundle', jsonb_build_object('version', v.bundle_version, 'body', private.to_text(v.bundle)),
      'store', jsonb_build_object('version', v.store_version, 'body', private.to_text(v.store)))
    from chat.profiles p join chat.vaults v using (user_id)
    where p.user_id = person
$$;
comment on function private.account_json(uuid) is 'Everything an account needs to unlock itself; null without keys.';

create function private.put_slots(bodies text[], owner uuid) returns void
  language plpgsql
  set search_path = ''
as $$
begin
  perform private.demand(cardinality(bodies) between 1 and 8, 'E_FORMAT');
  insert into chat.wrap_slots (body) select private.checked_slot(b, owner) from unnest(bodies) b on conflict do nothing;
end $$;
comment on function private.put_slots(text[], uuid) is 'Stores one to eight slots.';

create function public.register_account(
  handle text, display_name text, statement text, slots text[], bundle text, store text
) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  word text := lower(btrim(register_account.handle));
  name text := private.checked_name(register_account.display_name);
  body bytea := private.checked_statement(register_account.statement, me);
begin
  perform private.demand(word ~ '^[a-z][a-z0-9_]{2,29}$', 'E_INPUT');
  perform private.demand(get_byte(body, 5) = 0 and private.u32(body, 24) = 1
    and private.slice(body, 28, 32) = private.zeros(32) and private.slice(body, 196, 64) = private.zeros(64), 'E_CHAIN');
  perform private.spend('keys', me);
  perform private.demand(exists (select from auth.users u where u.id = me), 'E_AUTH');
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
  'Gives the signed-in user keys, once: E_EXISTS the second time, E_HANDLE_TAKEN when somebody else has the handle.';

create function public.account() returns jsonb
  language sql stable security definer
  set search_path = ''
as $$ select private.account_json(private.caller()) $$;
comment on function public.account() is 'The caller''s account, or null when signed in but without keys yet.';

create function public.profile_put(display_name text) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  name text := private.checked_name(profile_put.display_name);
begin
  perform private.spend('store', me);
  update chat.profiles p set display_name = name where p.user_id = me;
  perform private.demand(found, 'E_NO_KEYS');
  return private.account_json(me);
end $$;
comment on function public.profile_put(text) is 'Changes the display name.';

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

create function public.find_person(handle text) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  word text := lower(btrim(find_person.handle));
begin
  perform private.spend('look_up', me);
  return (select private.person_json(p) from chat.profiles p where p.handle = word);
end $$;
comment on function public.find_person(text) is
  'A person by exact handle, or null. It answers null rather than failing so that misses are charged as well.';

revoke all on function
  public.register_account(text, text, text, text[], text, text), public.account(), public.profile_put(text),
  public.slot_put(text), public.slot_delete(uuid), public.store_put(bigint, text),
  public.identity_rotate(text, text, bigint), public.amk_rotate(text, text, text[], bigint, bigint),
  public.find_person(text)
  from public, anon, authenticated, service_role;
grant execute on function
  public.register_account(text, text, text, text[], text, text), public.account(), public.profile_put(text),
  public.slot_put(text), public.slot_delete(uuid), public.store_put(bigint, text),
  public.identity_rotate(text, text, bigint), public.amk_rotate(text, text, text[], bigint, bigint),
  public.find_person(text)
  to authenticated;
