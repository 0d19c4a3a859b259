-- What a Supabase project has before its first migration: roles, extensions, grants and the helpers of schema auth.
-- Run by schema.mts as superuser, before and after the tables of auth and storage exist; running it again changes nothing.

do $$
declare
  wanted text;
begin
  foreach wanted in array array['anon', 'authenticated', 'service_role', 'dashboard_user', 'supabase_auth_admin', 'supabase_storage_admin'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I nologin noinherit', wanted);
    end if;
  end loop;
  if not exists (select from pg_roles where rolname = 'authenticator') then
    create role authenticator login noinherit;
  end if;
  -- The embedded Auth and Storage server, and nothing else, connects as this one.
  if not exists (select from pg_roles where rolname = 'embedded_api') then
    create role embedded_api login noinherit bypassrls;
  end if;
end $$;
alter role service_role bypassrls;
grant anon, authenticated, service_role to authenticator, embedded_api;

-- As PostgREST and the platform set them.
alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
alter role authenticator set search_path = public, extensions;
alter role embedded_api set search_path = public, extensions;
alter role postgres set search_path = "$user", public, extensions;

create schema if not exists extensions;
grant usage on schema extensions to anon, authenticated, service_role, dashboard_user, embedded_api;
create extension if not exists pgcrypto with schema extensions;
create extension if not exists pg_stat_statements with schema extensions;

-- The API roles get everything in public unless a migration takes it away: migrations must be written against this.
grant usage on schema public to anon, authenticated, service_role;
alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;

create schema if not exists auth;
grant usage on schema auth to anon, authenticated, service_role, dashboard_user, embedded_api;
grant all on all tables in schema auth to supabase_auth_admin, dashboard_user, embedded_api;

create or replace function auth.uid() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;

create or replace function auth.role() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )
$$;

create or replace function auth.email() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
  )
$$;

create or replace function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

create schema if not exists storage;
grant usage on schema storage to anon, authenticated, service_role, dashboard_user, embedded_api;
grant all on all tables in schema storage to anon, authenticated, service_role, supabase_storage_admin, embedded_api;
