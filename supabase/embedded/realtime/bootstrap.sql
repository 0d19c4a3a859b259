-- The database side of Realtime for the embedded stack: the schema `realtime` as hosted projects have it, and the
-- schema `embedded_realtime` with what our own server needs besides. Run as superuser, before the app's migrations,
-- as often as you like. PostgreSQL must run with timezone=UTC: partitions and replay count in whole UTC days.

select pg_advisory_xact_lock(hashtext('embedded_realtime.bootstrap'));

do $roles$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('anon', 'nologin noinherit'),
      ('authenticated', 'nologin noinherit'),
      ('service_role', 'nologin noinherit bypassrls'),
      ('dashboard_user', 'nologin'),
      ('supabase_realtime_admin', 'nologin noinherit nobypassrls')
    ) as roles (name, attributes)
  loop
    if not exists (select from pg_roles where rolname = wanted.name) then
      execute format('create role %I %s', wanted.name, wanted.attributes);
    end if;
  end loop;
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
  end if;
end
$roles$;

grant anon, authenticated, service_role to supabase_realtime_admin with inherit false;

create schema if not exists realtime;
grant usage on schema realtime to anon, authenticated, service_role;
grant usage on schema realtime to postgres with grant option;
grant all on schema realtime to supabase_realtime_admin with grant option;

create table if not exists realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp without time zone not null default now(),
  inserted_at timestamp without time zone not null default now(),
  id uuid not null default gen_random_uuid(),
  binary_payload bytea,
  constraint messages_pkey primary key (id, inserted_at),
  constraint messages_payload_exclusive check (payload is null or binary_payload is null)
) partition by range (inserted_at);

create index if not exists messages_inserted_at_topic_index
  on realtime.messages (inserted_at desc, topic)
  where extension = 'broadcast' and private is true;

alter table realtime.messages owner to supabase_realtime_admin;
alter table realtime.messages enable row level security;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;
grant all on realtime.messages to postgres, dashboard_user;

create or replace function realtime.topic() returns text
  language sql stable
  as $$ select nullif(current_setting('realtime.topic', true), '') $$;

create or replace function realtime.send(payload jsonb, event text, topic text, private boolean default true)
  returns void
  language plpgsql
  as $$
declare
  message_id uuid := gen_random_uuid();
  final_payload jsonb := payload;
begin
  begin
    -- A string or an array may "contain" the key as well: only an object may keep its own, jsonb_set refuses the others.
    if not (jsonb_typeof(payload) = 'object' and payload ? 'id') then
      final_payload := jsonb_set(payload, '{id}', to_jsonb(message_id::text));
    end if;
    perform set_config('realtime.topic', topic, true);
    insert into realtime.messages (id, payload, event, topic, private, extension)
      values (message_id, final_payload, event, topic, private, 'broadcast');
  exception when others then
    raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
  end;
end
$$;

create or replace function realtime.send_binary(payload bytea, event text, topic text, private boolean default true)
  returns void
  language plpgsql
  as $$
begin
  begin
    perform set_config('realtime.topic', topic, true);
    insert into realtime.messages (id, binary_payload, event, topic, private, extension)
      values (gen_random_uuid(), payload, event, topic, private, 'broadcast');
  exception when others then
    raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
  end;
end
$$;

create or replace function realtime.broadcast_changes(
  topic_name text, event_name text, operation text, table_name text, table_schema text,
  new record, old record, level text default 'ROW'
)
  returns void
  language plpgsql
  as $$
begin
  if level = 'STATEMENT' then
    raise exception 'function can only be triggered for each row, not for each statement';
  end if;
  if operation not in ('INSERT', 'UPDATE', 'DELETE') then
    raise exception 'operation % is not INSERT, UPDATE or DELETE', operation;
  end if;
  perform realtime.send(
    jsonb_build_object(
      'record', case when operation = 'DELETE' then null else to_jsonb(new) end,
      'old_record', case when operation = 'INSERT' then null else to_jsonb(old) end,
      'operation', operation,
      'table', table_name,
      'schema', table_schema
    ),
    event_name,
    topic_name
  );
exception when others then
  raise exception 'Failed to process the row: %', sqlerrm;
end
$$;

alter function realtime.topic() owner to supabase_realtime_admin;
alter function realtime.send(jsonb, text, text, boolean) owner to supabase_realtime_admin;
alter function realtime.send_binary(bytea, text, text, boolean) owner to supabase_realtime_admin;
alter function realtime.broadcast_changes(text, text, text, text, text, record, record, text)
  owner to supabase_realtime_admin;
grant execute on all functions in schema realtime to public, anon, authenticated, service_role, postgres;

create schema if not exists embedded_realtime;
revoke all on schema embedded_realtime from public;

create table if not exists embedded_realtime.feed (channel text primary key);
comment on table embedded_realtime.feed is
  'Name of the notification channel. Notifications know no rights: only who may read this can listen or forge.';
insert into embedded_realtime.feed
  select 'realtime_' || gen_random_uuid() where not exists (select from embedded_realtime.feed);

create or replace function embedded_realtime.announce() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
declare
  channel text := (select feed.channel from embedded_realtime.feed);
  row_itself text :=
    json_build_array(new.id, new.topic, new.event, new.private)::text || e'\n' || new.payload::text;
begin
  if octet_length(row_itself) < 8000 then
    perform pg_notify(channel, row_itself);
  else
    perform pg_notify(channel, new.id::text || ' ' || new.inserted_at::text);
  end if;
  return null;
end
$$;
comment on function embedded_realtime.announce() is
  'Announces a row when its transaction commits: the row itself where a notification can carry it, else its key.';

create or replace trigger announce
  after insert on realtime.messages
  for each row
  -- Probes have no event and must stay silent.
  when (new.event is not null and new.private is not null and num_nonnulls(new.payload, new.binary_payload) > 0)
  execute function embedded_realtime.announce();

create or replace function embedded_realtime.act_as(topic text, claims jsonb, headers text) returns void
  language plpgsql
  as $$
begin
  perform
    set_config('realtime.topic', topic, true),
    set_config('request.jwt.claims', claims::text, true),
    set_config('request.jwt.claim.sub', coalesce(claims ->> 'sub', ''), true),
    set_config('request.jwt.claim.role', claims ->> 'role', true),
    set_config('request.headers', headers, true);
  perform set_config('role', claims ->> 'role', true);
end
$$;
comment on function embedded_realtime.act_as(text, jsonb, text) is
  'Becomes the person of these claims until the end of the (sub)transaction.';

create or replace function embedded_realtime.readable(topic text, claims jsonb, headers text, extensions text[])
  returns text[]
  language plpgsql
  as $$
declare
  probes uuid[];
  visible text[];
begin
  begin
    with inserted as (
      insert into realtime.messages (id, topic, extension, inserted_at, updated_at)
        select gen_random_uuid(), readable.topic, probe, now(), now() from unnest(extensions) as probe
        returning messages.id
    )
    select array_agg(inserted.id) into probes from inserted;
    perform embedded_realtime.act_as(topic, claims, headers);
    select array_agg(messages.extension) into visible
      from realtime.messages
      where messages.id = any (probes) and messages.inserted_at = now()::timestamp;
    raise exception using errcode = 'RTUND';
  exception when sqlstate 'RTUND' then
    null;
  end;
  return coalesce(visible, '{}');
end
$$;
comment on function embedded_realtime.readable(text, jsonb, text, text[]) is
  'Which of the extensions the select policies show on this topic. Its rows, settings and role are undone before it returns.';

create or replace function embedded_realtime.writable(topic text, claims jsonb, headers text, extensions text[])
  returns text[]
  language plpgsql
  as $$
declare
  probe text;
  allowed text[] := '{}';
begin
  begin
    perform embedded_realtime.act_as(topic, claims, headers);
    foreach probe in array extensions loop
      begin
        insert into realtime.messages (topic, extension, inserted_at, updated_at)
          values (writable.topic, probe, now(), now());
        allowed := allowed || probe;
      exception when insufficient_privilege then
        null;
      end;
    end loop;
    raise exception using errcode = 'RTUND';
  exception when sqlstate 'RTUND' then
    null;
  end;
  return allowed;
end
$$;
comment on function embedded_realtime.writable(text, jsonb, text, text[]) is
  'Which of the extensions the insert policies allow on this topic. Its rows, settings and role are undone before it returns.';

create or replace function embedded_realtime.maintain_partitions() returns void
  language plpgsql
  as $$
declare
  today date := (now() at time zone 'utc')::date;
  day date;
  partition record;
begin
  perform pg_advisory_xact_lock(hashtext('embedded_realtime.maintain_partitions'));
  for day in select generate_series(today - 1, today + 3, interval '1 day')::date loop
    if to_regclass(format('realtime.messages_%s', to_char(day, 'YYYY_MM_DD'))) is null then
      execute format(
        'create table realtime.messages_%s partition of realtime.messages for values from (%L) to (%L)',
        to_char(day, 'YYYY_MM_DD'), day::timestamp, (day + 1)::timestamp
      );
      execute format('alter table realtime.messages_%s owner to supabase_realtime_admin', to_char(day, 'YYYY_MM_DD'));
      execute format(
        'revoke all on realtime.messages_%s from public, anon, authenticated, service_role',
        to_char(day, 'YYYY_MM_DD')
      );
    end if;
  end loop;
  for partition in
    select child.relname
      from pg_inherits
      join pg_class child on child.oid = pg_inherits.inhrelid
      where pg_inherits.inhparent = 'realtime.messages'::regclass
        and child.relname ~ '^messages_\d{4}_\d\d_\d\d$'
        and to_date(right(child.relname, 10), 'YYYY_MM_DD') < today - 3
  loop
    execute format('drop table realtime.%I', partition.relname);
  end loop;
end
$$;
comment on function embedded_realtime.maintain_partitions() is
  'Daily partitions from yesterday to three days ahead; those whose last row is older than 72 hours go.';

revoke all on all tables in schema embedded_realtime from public, anon, authenticated, service_role;
revoke all on all functions in schema embedded_realtime from public, anon, authenticated, service_role;

select embedded_realtime.maintain_partitions();
