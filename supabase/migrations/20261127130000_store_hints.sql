-- Store hints: how the devices of a person learn that one of them has written the sealed store.
--
-- What the server learns: nothing new; the store is sealed, its version is counted already. What a person chooses for
-- conversations (muted, pinned, archived, favourites, folders) lives in it, so the table that would have held such
-- choices readable is taken away.
-- Who hears: the person's own inbox. Who reads: the person. Who writes: store_put, as before.
-- Tested in: store.test.ts.

drop table chat.settings;

create function private.announce_store() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
begin
  perform realtime.send('{}', 'account', 'user:' || new.user_id, true);
  return null;
end $$;
comment on function private.announce_store() is 'Tells the person''s other devices to look at the store again.';
revoke all on function private.announce_store() from public, anon, authenticated, service_role;
create trigger announce_store after update of store_version on chat.vaults
  for each row when (new.store_version is distinct from old.store_version)
  execute function private.announce_store();

create function public.store_since(known bigint) returns jsonb
  language sql stable security definer
  set search_path = ''
as $$
  select jsonb_build_object('version', v.store_version, 'body', private.to_text(v.store))
    from chat.vaults v where v.user_id = private.caller() and v.store_version is distinct from store_since.known
$$;
comment on function public.store_since(bigint) is 'The caller''s sealed store and its version; null if it is the version known already.';

revoke all on function public.store_since(bigint) from public, anon, authenticated, service_role;
grant execute on function public.store_since(bigint) to authenticated;
