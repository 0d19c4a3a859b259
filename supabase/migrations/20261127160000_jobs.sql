-- Jobs: what the database does by itself as time passes.
--
-- A job is a statement and how often it runs. Where pg_cron is to be had, as on Supabase, it runs them; elsewhere something
-- outside reads the list and does (the embedded stack: supabase/embedded/ticker.mts). Two that run at once must do no harm:
-- a job takes rows with `skip locked`, does a little at a time, and finds its own work by what is in the tables.
-- What the server learns: nothing. Who reads: whoever runs the jobs, as the owner of the database. Who writes: migrations.
-- Tested in: jobs.test.ts.

create table ops.jobs (
  name text not null,
  every interval not null,
  statement text not null,
  purpose text not null,
  constraint jobs_pkey primary key (name),
  constraint a_job_rests_between_two_runs check (every between interval '1 second' and interval '59 seconds')
);
comment on table ops.jobs is 'Statements that are run again and again, without anybody''s token, as the owner.';
comment on column ops.jobs.every is 'Whole seconds between two runs. Work that is due more rarely looks for itself whether it is.';
comment on column ops.jobs.statement is 'One call of a procedure or function of schema private.';

alter table ops.jobs enable row level security;
alter table ops.jobs force row level security;
create policy "only the owner reaches jobs" on ops.jobs as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on ops.jobs from public, anon, authenticated, service_role;

create function private.add_job(name text, every interval, statement text, purpose text) returns void
  language plpgsql
  set search_path = ''
as $$
begin
  insert into ops.jobs values (add_job.name, add_job.every, add_job.statement, add_job.purpose);
  if exists (select from pg_catalog.pg_available_extensions x where x.name = 'pg_cron') then
    create extension if not exists pg_cron;
    execute 'select cron.schedule($1, $2, $3)'
      using 'parley ' || add_job.name, extract(epoch from add_job.every)::int || ' seconds', add_job.statement;
  end if;
end $$;
comment on function private.add_job(text, interval, text, text) is
  'For migrations: notes a job, and gives it to pg_cron if there is one.';
revoke all on function private.add_job(text, interval, text, text) from public, anon, authenticated, service_role;
