-- Store hints name the version they speak of, so that the device that wrote it need not ask for what it has.
--
-- What the server learns: nothing new. Who hears: the person's own inbox, as before.
-- Tested in: store.test.ts.

create or replace function private.announce_store() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
begin
  perform realtime.send(jsonb_build_object('store', new.store_version), 'account', 'user:' || new.user_id, true);
  return null;
end $$;
comment on function private.announce_store() is 'Tells the person''s other devices which version of the store there is now.';
