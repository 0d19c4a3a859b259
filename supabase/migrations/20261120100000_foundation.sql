-- Foundation: four closed schemas, default deny, the one way to fail, and how bytes are read in SQL.
--
-- What the server learns: nothing; there is no table here.
-- Who reads, who writes: nobody. `public` will hold functions only, each granted by name; every other schema is closed
-- to all roles of the API, the service role included. Functions run with the rights of the role that applies the
-- migrations, which must bypass row-level security because security is forced on every table.
-- Tested in: catalog.test.ts, matrix.test.ts.

do $$
begin
  if not exists (select from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)) then
    raise exception 'apply the migrations as a role that bypasses row-level security, such as postgres';
  end if;
end $$;

create schema chat;
create schema trust;
create schema ops;
create schema private;

comment on schema chat is 'Accounts, their keys, conversations and their logs. Reached through functions only.';
comment on schema trust is 'Reports, cases, rules and sanctions. Reached through functions only.';
comment on schema ops is 'Limits, jobs, audit and figures. Reached through functions only.';
comment on schema private is 'Functions for functions, triggers and policies. Never named by a client.';

revoke all on schema chat, trust, ops, private from public, anon, authenticated, service_role;

-- What the platform grants by default is taken back: a forgotten grant must close a door, never open one.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;

create function private.status_of(code text) returns text
  language sql immutable parallel safe
  return case
    when code in ('E_AUTH') then '401'
    when code in ('E_SENDER', 'E_AUTHOR', 'E_USER') then '403'
    when code in ('E_NOT_FOUND') then '404'
    when code in (
      'E_STALE_EPOCH', 'E_MSG_ID', 'E_EXISTS', 'E_HANDLE_TAKEN', 'E_VERSION', 'E_CONFLICT', 'E_LAST_SLOT', 'E_NO_KEYS'
    ) then '409'
    when code in ('E_TOO_BIG') then '413'
    when code in ('E_LOCKED') then '423'
    when code in ('E_RATE') then '429'
    when code in ('E_FORMAT', 'E_RANGE', 'E_INPUT') then '400'
    else '422'
  end;
comment on function private.status_of(text) is
  'HTTP status of an error code of ours; 422 for every rule of the protocol that has no status of its own.';

create function private.refuse(code text, retry_ms bigint default null) returns void
  language plpgsql immutable
  set search_path = ''
as $$
begin
  raise exception using
    errcode = 'PT' || private.status_of(code),
    message = code,
    hint = coalesce(retry_ms::text, '');
end $$;
comment on function private.refuse(text, bigint) is
  'The only way a function fails on purpose: a code of lib/base/errors and its HTTP status; the hint is the time to wait.';

create function private.demand(holds boolean, code text) returns void
  language plpgsql immutable
  set search_path = ''
as $$
begin
  if holds is not true then
    perform private.refuse(code);
  end if;
end $$;
comment on function private.demand(boolean, text) is 'Refuses with the code unless the condition is true; null is not true.';

create function private.caller() returns uuid
  language plpgsql stable
  set search_path = ''
as $$
declare
  me uuid := auth.uid();
begin
  perform private.demand(me is not null, 'E_AUTH');
  return me;
end $$;
comment on function private.caller() is 'The person who calls, from the verified token. Refuses with E_AUTH without one.';

create function private.slice(bytes bytea, at int, length int) returns bytea
  language sql immutable parallel safe
  return substring(bytes from at + 1 for length);
comment on function private.slice(bytea, int, int) is 'Bytes at .. at + length.';

create function private.u32(bytes bytea, at int) returns bigint
  language sql immutable parallel safe
  return (get_byte(bytes, at)::bigint << 24) | (get_byte(bytes, at + 1) << 16)
    | (get_byte(bytes, at + 2) << 8) | get_byte(bytes, at + 3);
comment on function private.u32(bytea, int) is 'Unsigned integer of four bytes.';

create function private.u64(bytes bytea, at int) returns bigint
  language plpgsql immutable parallel safe
  set search_path = ''
as $$
begin
  if private.u32(bytes, at) > 2097151 then
    perform private.refuse('E_RANGE');
  end if;
  return (private.u32(bytes, at) << 32) | private.u32(bytes, at + 4);
end $$;
comment on function private.u64(bytea, int) is 'Unsigned integer of eight bytes; E_RANGE above 2^53 - 1.';

create function private.uuid_at(bytes bytea, at int) returns uuid
  language sql immutable parallel safe
  return encode(substring(bytes from at + 1 for 16), 'hex')::uuid;
comment on function private.uuid_at(bytea, int) is 'The id written as 16 bytes.';

create function private.zeros(length int) returns bytea
  language sql immutable parallel safe
  return decode(repeat('00', length), 'hex');
comment on function private.zeros(int) is 'That many zero bytes: how the formats write "none".';

create function private.h(label text, bytes bytea) returns bytea
  language sql immutable parallel safe
  return sha256(
    set_byte('\x00'::bytea, 0, 13 + length(label)) || ('chat-e2ee/v1/' || label)::bytea || bytes
  );
comment on function private.h(text, bytea) is 'H of the protocol: SHA-256 under a length-prefixed label.';

create function private.to_text(bytes bytea) returns text
  language sql immutable parallel safe
  return replace(encode(bytes, 'base64'), E'\n', '');
comment on function private.to_text(bytea) is 'Base64 without line breaks, the form of bytes in every answer.';

create function private.from_text(value text, at_most int) returns bytea
  language plpgsql immutable
  set search_path = ''
as $$
begin
  if value is null or octet_length(value) > 4 * ((at_most + 2) / 3) then
    perform private.refuse('E_FORMAT');
  end if;
  return decode(value, 'base64');
exception when invalid_parameter_value then
  perform private.refuse('E_FORMAT');
end $$;
comment on function private.from_text(text, int) is
  'Bytes of base64 text, at most that many; E_FORMAT otherwise, decided by the length before anything is decoded.';

create function private.is_plain_text(value text, at_most int) returns boolean
  language sql immutable parallel safe
  return value is not null
    and octet_length(value) <= 4 * at_most
    and char_length(value) between 1 and at_most
    and value !~ '^\s|\s$'
    and value !~ '[\u0001-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]';
comment on function private.is_plain_text(text, int) is
  'One line for people: trimmed, 1 to at_most characters, without control, direction-changing or invisible characters.';
