-- Limits: how often an account may do something, as numbers in a table and one meter per account and limit.
--
-- The method is GCRA: a meter holds the moment at which the account's allowance will be full again. A call moves it by
-- `every`; a call that would move it further than `burst` times `every` ahead is refused, and the refusal says when to
-- come back. A refused or failed call is not charged, because its transaction is undone: a function whose *misses* must
-- count therefore answers null instead of failing (find_person).
-- What the server learns: how busy an account was a moment ago. Who reads, who writes: private.spend only.
-- Tested in: limits.test.ts.

create table ops.limits (
  name text not null,
  burst int not null,
  every interval not null,
  purpose text not null,
  constraint limits_pkey primary key (name),
  constraint burst_allows_at_least_one_call check (burst >= 1),
  constraint allowance_comes_back_over_time check (every > interval '0')
);
comment on table ops.limits is 'The policies: `burst` calls at once, then one more per `every`. Rows may be changed at run time.';
comment on column ops.limits.every is 'Time after which one call is allowed again.';
comment on column ops.limits.purpose is 'Which functions it guards, and why the number.';

create unlogged table ops.meters (
  limit_name text not null,
  account uuid not null,
  full_at timestamptz not null,
  constraint meters_pkey primary key (limit_name, account),
  constraint meter_belongs_to_a_limit foreign key (limit_name) references ops.limits (name) on delete cascade
) with (fillfactor = 50);
comment on table ops.meters is 'One row per account and limit used. Unlogged: after a crash everybody starts with a full allowance.';
comment on column ops.meters.account is 'A person, or a host platform; no foreign key, it outlives neither usefully.';
comment on column ops.meters.full_at is 'When the allowance is (or was) full again.';

alter table ops.limits enable row level security;
alter table ops.limits force row level security;
alter table ops.meters enable row level security;
alter table ops.meters force row level security;
create policy "only functions reach limits" on ops.limits as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach meters" on ops.meters as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on ops.limits, ops.meters from public, anon, authenticated, service_role;

insert into ops.limits (name, burst, every, purpose) values
  ('send', 60, interval '333 milliseconds', 'send: three messages a second, and a queue of sixty after an outage'),
  ('commit', 30, interval '2 seconds', 'commit, require_rotation: a flood of commits costs every member a new key'),
  ('create', 30, interval '20 seconds', 'create_conversation: reaching out to strangers'),
  ('look_up', 40, interval '3 seconds', 'find_person: handles must not be harvested'),
  ('keys', 20, interval '30 seconds', 'register_account, slots, rotation: rare by nature'),
  ('store', 60, interval '1 second', 'store_put, profile_put, devices: small writes to the own account'),
  ('pointer', 120, interval '250 milliseconds', 'pointer_put: one per message seen'),
  ('host', 300, interval '100 milliseconds', 'host functions, per platform');

create function private.spend(limit_name text, account uuid) returns void
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
end $$;
comment on function private.spend(text, uuid) is 'Charges one call to the account, or refuses with E_RATE and the milliseconds to wait.';
