-- States: which state of a conversation may follow which, as a table that every change of it is held against.
--
-- A conversation is active, closed, locked by a moderator, or about to be deleted; the state is computed from the columns
-- that say so. "reported" and "blocked" are names that moderation will use: their rows are here, and nothing leads there
-- yet. Archiving is each person's own and sealed, and no state of the conversation.
-- What the server learns: nothing new. Who reads, who writes: nobody but migrations.
-- Tested in: states.test.ts.

create table chat.transitions (
  before text not null,
  after text not null,
  meaning text not null,
  constraint transitions_pkey primary key (before, after),
  constraint before_is_a_state check (before in ('active', 'closed', 'deleting', 'locked', 'reported', 'blocked')),
  constraint after_is_a_state check (after in ('active', 'closed', 'deleting', 'locked', 'reported', 'blocked')),
  constraint a_transition_leads_elsewhere check (before <> after)
);
comment on table chat.transitions is 'What may become of a conversation in which state. What is not in here does not happen.';
insert into chat.transitions (before, after, meaning) values
  ('active', 'closed', 'an admin or the platform closes it'),
  ('closed', 'active', 'and opens it again'),
  ('active', 'deleting', 'those who may want it deleted'),
  ('closed', 'deleting', 'also a closed one'),
  ('deleting', 'active', 'called back within the grace'),
  ('deleting', 'closed', 'called back, and was closed before'),
  ('active', 'locked', 'a moderator locks it'),
  ('closed', 'locked', 'also a closed one'),
  ('deleting', 'locked', 'what is locked is not deleted'),
  ('locked', 'active', 'the lock is lifted'),
  ('locked', 'closed', 'the lock is lifted, and it was closed before'),
  ('locked', 'deleting', 'the lock is lifted, and its grace goes on'),
  ('active', 'reported', 'moderation: somebody has reported it'),
  ('closed', 'reported', 'moderation: also a closed one'),
  ('reported', 'active', 'moderation: nothing was found'),
  ('reported', 'closed', 'moderation: nothing was found, and it was closed before'),
  ('reported', 'locked', 'moderation: looked into'),
  ('locked', 'blocked', 'moderation: stays shut'),
  ('blocked', 'locked', 'moderation: an appeal was heard');

alter table chat.transitions enable row level security;
alter table chat.transitions force row level security;
create policy "only functions reach transitions" on chat.transitions as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.transitions from public, anon, authenticated, service_role;

create function private.state_of(c chat.conversations) returns text
  language sql immutable
  set search_path = ''
as $$
  select case when c.locked then 'locked' when c.deletes_at is not null then 'deleting' when c.closed_at is not null then 'closed' else 'active' end
$$;
comment on function private.state_of(chat.conversations) is 'The state of a conversation; the strongest word counts.';

create function private.demand_transition() returns trigger
  language plpgsql
  set search_path = ''
as $$
declare
  earlier text := private.state_of(old);
  later text := private.state_of(new);
begin
  perform private.demand(earlier = later
    or exists (select from chat.transitions t where t.before = earlier and t.after = later), 'E_IMMUTABLE');
  return new;
end $$;
comment on function private.demand_transition() is 'Whoever asks: a state is followed only by one that the table names.';
create trigger demand_transition before update of locked, closed_at, deletes_at on chat.conversations
  for each row when (
    (old.locked, old.closed_at is null, old.deletes_at is null) is distinct from (new.locked, new.closed_at is null, new.deletes_at is null))
  execute function private.demand_transition();
