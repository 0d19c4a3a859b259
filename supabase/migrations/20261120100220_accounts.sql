-- Accounts: how a signed-in user gets keys, what an account consists of, and how one person finds another.
--
-- What the server learns: see profiles and keys; and which handles a person looks up.
-- Who reads: the account its owner; a person whoever knows the exact handle, at a limited pace. Who writes: the owner.
-- Tested in: accounts.test.ts.

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

create function public.register_account(
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

create function public.find_person(handle text) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  word text := private.handle_of(find_person.handle);
begin
  perform private.spend('look_up', me);
  return (select private.person_json(p) from chat.profiles p where p.handle = word);
end $$;
comment on function public.find_person(text) is
  'A person by exact handle, or null. It answers null rather than failing so that misses are charged as well.';

revoke all on function
  public.register_account(text, text, text, text[], text, text), public.account(), public.profile_put(text),
  public.find_person(text)
  from public, anon, authenticated, service_role;
grant execute on function
  public.register_account(text, text, text, text[], text, text), public.account(), public.profile_put(text),
  public.find_person(text)
  to authenticated;
