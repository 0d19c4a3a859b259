-- Profiles: the people who have keys, and what others may see of them.
--
-- What the server learns: a handle, a display name, since when.
-- Who reads: everybody their own; others by exact handle (charged), or when they share a conversation. Who writes: the
-- person, through register_account and profile_put.
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

alter table chat.profiles enable row level security;
alter table chat.profiles force row level security;
create policy "only functions reach profiles" on chat.profiles as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.profiles from public, anon, authenticated, service_role;

create function private.checked_name(value text) returns text
  language plpgsql immutable
  set search_path = ''
as $$
begin
  perform private.demand(octet_length(value) <= 1024, 'E_INPUT');
  perform private.demand(private.is_plain_text(btrim(value), 64), 'E_INPUT');
  return btrim(value);
end $$;
comment on function private.checked_name(text) is 'A display name, trimmed; E_INPUT if it is not plain text of 1 to 64 characters.';

create function private.handle_of(value text) returns text
  language sql immutable parallel safe
  return case when octet_length(value) <= 256 then lower(btrim(value)) end;
comment on function private.handle_of(text) is 'A handle as it is stored: trimmed, lower case; null for what is too long to be one.';
