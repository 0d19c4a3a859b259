-- Earlier stores: what a sealed store was before it was written over.
--
-- Whoever holds a stolen session can write over the store (store_put) with bytes that nobody can open. Pins of keys,
-- checkpoints, marks and settings were gone then, and the account did not open any more. So what is replaced is kept for a
-- while: the last written in each hour of the last day, and on each day before, thirty days long. What is kept is never pushed out by
-- what comes later: at most 54 versions, and 16 MiB, beyond which nothing is added until something of it has become old.
-- So rubbish costs the owner what was changed in the hour before it, or in that day where nobody looks for longer.
-- A new master key makes earlier stores useless, and they go.
-- What the server learns: nothing new; each version is sealed, and says its version to whoever has the key.
-- Who reads: the owner (store_history). Who writes: a trigger.
-- Tested in: earlier-stores.test.ts.

create table chat.earlier_stores (
  user_id uuid not null,
  version bigint not null,
  body bytea not null,
  written_at timestamptz not null,
  replaced_at timestamptz not null default now(),
  constraint earlier_stores_pkey primary key (user_id, version),
  constraint earlier_store_belongs_to_an_account foreign key (user_id) references chat.profiles (user_id) on delete cascade
);
comment on table chat.earlier_stores is 'Sealed stores that were replaced, thinned by age.';
comment on column chat.earlier_stores.written_at is 'Its hour or day: what is kept of the time before an attack is not the attacker''s to choose.';
comment on column chat.earlier_stores.replaced_at is 'Until when it was the newest.';
create index earlier_stores_by_time on chat.earlier_stores (replaced_at);
alter table chat.earlier_stores alter column body set storage external;

alter table chat.earlier_stores enable row level security;
alter table chat.earlier_stores force row level security;
create policy "only functions reach earlier stores" on chat.earlier_stores as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.earlier_stores from public, anon, authenticated, service_role;

create function private.thin_stores(person uuid) returns void
  language plpgsql
  set search_path = ''
as $$
begin
  delete from chat.earlier_stores e
    where e.user_id = thin_stores.person and (
      e.replaced_at < now() - interval '30 days'
      or exists (
        select from chat.earlier_stores later
          where later.user_id = e.user_id and later.version > e.version
            and date_trunc(case when e.written_at > now() - interval '1 day' then 'hour' else 'day' end, later.written_at)
              = date_trunc(case when e.written_at > now() - interval '1 day' then 'hour' else 'day' end, e.written_at)));
end $$;
comment on function private.thin_stores(uuid) is 'Leaves the last store written in each hour of the last day and on each day before, for thirty days after it was replaced.';

create function private.keep_earlier_store() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
begin
  perform private.thin_stores(old.user_id);
  if new.bundle is distinct from old.bundle then
    -- Another generation of keys, or a new master key: only the second makes them useless, and only it writes both.
    delete from chat.earlier_stores e where e.user_id = old.user_id;
  elsif (select coalesce(sum(octet_length(e.body)), 0) + octet_length(old.store) <= 16777216
      from chat.earlier_stores e where e.user_id = old.user_id) then
    insert into chat.earlier_stores (user_id, version, body, written_at)
      values (old.user_id, old.store_version, old.store, old.changed_at);
    perform private.thin_stores(old.user_id);
  end if;
  return null;
end $$;
comment on function private.keep_earlier_store() is 'A store that is replaced is kept for a while, unless a new master key has made it useless.';
revoke all on function private.keep_earlier_store() from public, anon, authenticated, service_role;
create trigger keep_earlier_store after update of store on chat.vaults
  for each row when (new.store_version is distinct from old.store_version) execute function private.keep_earlier_store();

create function private.forget_earlier_stores() returns int
  language plpgsql
  set search_path = ''
as $$
declare
  gone int;
begin
  delete from chat.earlier_stores e where e.replaced_at < now() - interval '30 days';
  get diagnostics gone = row_count;
  return gone;
end $$;
comment on function private.forget_earlier_stores() is 'Nothing is kept for longer than thirty days, also of accounts that rest.';
select private.add_job(
  'forget-earlier-stores', interval '59 seconds', 'select private.forget_earlier_stores()',
  'sealed stores that were replaced thirty days ago are gone');

create function public.store_history(before bigint) returns jsonb
  language plpgsql security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
begin
  perform private.demand(store_history.before is not null, 'E_INPUT');
  perform private.spend('store', me);
  return (
    select coalesce(jsonb_agg(jsonb_build_object('version', e.version, 'body', private.to_text(e.body)) order by e.version desc), '[]')
      from (
        select x.version, x.body, sum(octet_length(x.body)) over (order by x.version desc) as bytes
          from chat.earlier_stores x where x.user_id = me and x.version < store_history.before) e
      where e.bytes <= greatest(2097152, octet_length(e.body)));
end $$;
comment on function public.store_history(bigint) is
  'The caller''s earlier sealed stores before this version, newest first, some two MiB of them; ask again with the last one for more.';
revoke all on function public.store_history(bigint) from public, anon, authenticated, service_role;
grant execute on function public.store_history(bigint) to authenticated;
