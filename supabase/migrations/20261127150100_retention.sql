-- Retention: what becomes of messages whose time is over.
--
-- How long messages are kept is part of the signed policy. A message older than that becomes a tombstone "expired": its
-- bytes are gone, place, hash and transcript stay, so that every history still verifies. What was quarantined up to there
-- goes with it, and so do the sealed keys of epochs in which nothing is left to open. Commits stay.
-- Nothing expires while a dispute is open or a moderator has locked the conversation.
-- What the server learns: nothing; it forgets. Who reads: nobody. Who writes: private.expire(), run as a job.
-- Tested in: retention.test.ts.

create table ops.expiries (
  conversation_id uuid not null,
  through bigint not null default 0,
  next_at timestamptz not null,
  constraint expiries_pkey primary key (conversation_id),
  constraint expiry_belongs_to_a_conversation foreign key (conversation_id) references chat.conversations (id) on delete cascade
);
comment on table ops.expiries is 'When to look again whether messages of a conversation have expired. Always in time: one that comes later is due later.';
comment on column ops.expiries.through is 'Everything up to this event has expired.';
comment on column ops.expiries.next_at is 'No message is due before; infinity: kept for ever.';
create index expiries_by_time on ops.expiries (next_at);

alter table ops.expiries enable row level security;
alter table ops.expiries force row level security;
create policy "only functions reach expiries" on ops.expiries as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on ops.expiries from public, anon, authenticated, service_role;

create function private.kept_for(days bigint) returns interval
  language sql immutable parallel safe
  return case when days = 0 then null else make_interval(days => least(days, 36500)::int) end;
comment on function private.kept_for(bigint) is 'How long messages are kept; null: for ever. More than a hundred years are a hundred years.';

create function private.watch_retention() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  insert into ops.expiries as x (conversation_id, next_at)
    values (new.id, case when new.retention_days = 0 then 'infinity' else now() end)
    on conflict on constraint expiries_pkey do update set next_at = excluded.next_at;
  return null;
end $$;
comment on function private.watch_retention() is 'How long messages are kept was said for the first time or anew: look at once.';
create trigger watch_new_retention after insert on chat.conversations
  for each row when (new.class = 'sealed') execute function private.watch_retention();
create trigger watch_changed_retention after update of retention_days on chat.conversations
  for each row when (new.class = 'sealed' and new.retention_days <> old.retention_days) execute function private.watch_retention();

insert into ops.expiries (conversation_id, next_at)
  select c.id, case when c.retention_days = 0 then 'infinity' else now() end from chat.conversations c where c.class = 'sealed';

create function private.drop_boxes(conversation uuid, before bigint) returns void
  language sql
  set search_path = ''
as $$
  delete from chat.boxes b
    where b.conversation_id = conversation and b.epoch < before
      and not exists (
        select from chat.events e join chat.members m on m.conversation_id = e.conversation_id and m.left_seq = e.seq
          where e.conversation_id = conversation and e.kind = 1 and e.epoch = b.epoch and not m.forgotten)
$$;
comment on function private.drop_boxes(uuid, bigint) is
  'Erases the sealed keys of epochs before one. The commit that let somebody go stays whole: it is the newest that they are served.';

create function private.expire_in(conversation uuid, most int) returns int
  language plpgsql
  set search_path = '' set enable_seqscan = off
as $$
declare
  conv chat.conversations;
  keep interval;
  last_expired bigint;
  complete_epoch bigint := 0;
  next_one timestamptz;
  seen int := 0;
  gone int;
  e record;
begin
  select c.* into conv from chat.conversations c where c.id = conversation for no key update skip locked;
  if not found then
    return 0; -- somebody is writing: the next run comes soon
  end if;
  if conv.case_id is not null or conv.locked then
    update ops.expiries x set next_at = now() + interval '10 minutes' where x.conversation_id = conversation;
    return 0;
  end if;
  keep := private.kept_for(conv.retention_days);
  select x.through into last_expired from ops.expiries x where x.conversation_id = conversation for update;
  -- Times follow the order of the log: the first event that is too young ends the search.
  for e in
    select x.seq, x.kind, x.epoch, x.received_at from chat.events x
      where x.conversation_id = expire_in.conversation and x.seq > last_expired order by x.seq limit most + 1
  loop
    -- A commit right after what has expired ends an epoch in which nothing is left.
    complete_epoch := case when e.kind = 1 then e.epoch else complete_epoch end;
    if keep is null or seen = most or e.received_at + keep > now() then
      next_one := e.received_at + keep;
      exit;
    end if;
    seen := seen + 1;
    last_expired := e.seq;
  end loop;
  update chat.events x set tombstone = 'expired', body = null, sig = null, ct = null
    where x.conversation_id = expire_in.conversation and x.kind = 2 and x.tombstone is null
      and x.seq <= last_expired and x.seq > last_expired - seen;
  get diagnostics gone = row_count;
  delete from chat.quarantine q where q.conversation_id = expire_in.conversation and q.seq <= last_expired;
  perform private.drop_boxes(conversation, complete_epoch) where complete_epoch > 0;
  update ops.expiries x set through = last_expired, next_at = coalesce(next_one, now() + keep, 'infinity')
    where x.conversation_id = expire_in.conversation;
  return gone;
end $$;
comment on function private.expire_in(uuid, int) is
  'Turns what has expired in one conversation into tombstones, the oldest first, at most that many events; notes when to look again. Nothing that is younger is touched.';

create function private.expire() returns int
  language plpgsql
  set search_path = ''
as $$
declare
  gone int := 0;
  due uuid;
begin
  for due in
    select x.conversation_id from ops.expiries x where x.next_at <= now() order by x.next_at limit 50 for update skip locked
  loop
    gone := gone + private.expire_in(due, 500);
  end loop;
  perform private.purge_quarantine(1000);
  return gone;
end $$;
comment on function private.expire() is 'The job: a bounded part of what is due. Two at once do different conversations.';
