-- Keys: the signed statements of a person's public keys, and the private ones wrapped so that only the person opens them.
--
-- What the server learns: public keys and when they changed, how many ways to unlock exist and of which kind, the sizes
-- of two opaque blobs. It holds no secret in the clear and nothing it could unlock with.
-- Who reads: statements whoever may see the person; slots, bundle and store the person alone. Who writes: the person.
-- Tested in: accounts.test.ts, keys.test.ts.

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

alter table chat.identity_statements enable row level security;
alter table chat.identity_statements force row level security;
alter table chat.wrap_slots enable row level security;
alter table chat.wrap_slots force row level security;
alter table chat.vaults enable row level security;
alter table chat.vaults force row level security;
create policy "only functions reach identity statements" on chat.identity_statements as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach wrap slots" on chat.wrap_slots as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach vaults" on chat.vaults as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.identity_statements, chat.wrap_slots, chat.vaults from public, anon, authenticated, service_role;

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

create function private.put_slots(bodies text[], owner uuid) returns void
  language plpgsql
  set search_path = ''
as $$
begin
  perform private.demand(cardinality(bodies) between 1 and 8, 'E_FORMAT');
  insert into chat.wrap_slots (body) select private.checked_slot(b, owner) from unnest(bodies) b on conflict do nothing;
end $$;
comment on function private.put_slots(text[], uuid) is 'Stores one to eight slots.';

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
