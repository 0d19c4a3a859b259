-- Limit breaches: that somebody has used up an allowance is noted once a day, for moderators to look at later.
--
-- A refused call undoes everything it did, so it cannot leave a note itself. What is noted is the last call that was still
-- allowed: the one after which the next would be refused. Whoever goes on at the pace that is allowed from then on is noted
-- again and again, in the one row of that person, limit and day; a queue that is sent after an outage is noted as well, and
-- is to be read with that in mind. Only what reaches other people counts.
-- What the server learns: nothing it did not have in its meters; it keeps it for thirty days. Who reads: nobody so far
-- (moderation). Who writes: private.spend.
-- Tested in: limit-breaches.test.ts.

alter table ops.limits add column reported boolean not null default false;
comment on column ops.limits.reported is 'Using it up is noted in ops.limit_breaches.';
update ops.limits set reported = true where name in ('send', 'commit', 'create', 'look_up', 'room', 'room_run', 'invite');

create table ops.limit_breaches (
  account uuid not null,
  limit_name text not null,
  day date not null,
  times int not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  constraint limit_breaches_pkey primary key (account, limit_name, day),
  constraint breach_is_of_a_limit foreign key (limit_name) references ops.limits (name) on delete cascade,
  constraint breaches_are_counted check (times >= 1)
);
comment on table ops.limit_breaches is 'Who has used up which allowance on which day, and how often. One row is one entry of a queue.';
create index limit_breaches_by_day on ops.limit_breaches (day);

alter table ops.limit_breaches enable row level security;
alter table ops.limit_breaches force row level security;
create policy "only functions reach limit breaches" on ops.limit_breaches as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on ops.limit_breaches from public, anon, authenticated, service_role;

create or replace function private.spend(limit_name text, account uuid) returns void
  language plpgsql
  set search_path = ''
as $$
declare
  moment timestamptz := clock_timestamp();
  policy ops.limits;
  full_at timestamptz;
begin
  select l.* into strict policy from ops.limits l where l.name = spend.limit_name;
  insert into ops.meters as m values (policy.name, spend.account, moment + policy.every)
    on conflict on constraint meters_pkey do update
      set full_at = greatest(m.full_at, moment) + policy.every
      where greatest(m.full_at, moment) + policy.every <= moment + policy.burst * policy.every
    returning m.full_at into full_at;
  if not found then
    select m.full_at into full_at from ops.meters m where m.limit_name = policy.name and m.account = spend.account;
    perform private.refuse('E_RATE', ceil(extract(epoch from full_at - moment - (policy.burst - 1) * policy.every) * 1000)::bigint);
  end if;
  if policy.reported and full_at > moment + (policy.burst - 1) * policy.every then
    insert into ops.limit_breaches as b (account, limit_name, day, first_at, last_at)
      values (spend.account, policy.name, (moment at time zone 'utc')::date, moment, moment)
      on conflict on constraint limit_breaches_pkey do update set times = b.times + 1, last_at = excluded.last_at;
  end if;
end $$;

create function private.forget_breaches() returns int
  language plpgsql
  set search_path = ''
as $$
declare
  gone int;
begin
  delete from ops.limit_breaches b where (b.account, b.limit_name, b.day) in (
    select x.account, x.limit_name, x.day from ops.limit_breaches x
      where x.day < (now() at time zone 'utc')::date - 30 limit 1000 for update skip locked);
  get diagnostics gone = row_count;
  return gone;
end $$;
comment on function private.forget_breaches() is 'The job: notes of breaches go after thirty days.';
select private.add_job('breaches', interval '59 seconds', 'select private.forget_breaches()', 'notes of used-up allowances go after thirty days');
