-- Tombstones: what becomes of a message that its author deletes for everybody.
--
-- The deletion itself is a signed message in the log; this is the server's part of it. The bytes leave the log at once, for
-- new devices and other members alike, and wait in quarantine for seven days, so that what was written can still be
-- reported; then they are gone. Place, hash and transcript stay, so that every history still verifies.
-- What the server learns: which of one's messages one deletes.
-- Who writes: the author of the messages, while the conversation is not locked. Who reads the quarantine: nobody so far.
-- Tested in: tombstones.test.ts.

create table chat.quarantine (
  conversation_id uuid not null,
  seq bigint not null,
  body bytea not null,
  sig bytea not null,
  ct bytea not null,
  until timestamptz not null,
  constraint quarantine_pkey primary key (conversation_id, seq)
);
comment on table chat.quarantine is 'Signed header, signature and ciphertext of messages deleted by their authors, until they may be forgotten. No foreign key: nothing may stand between the log and its own refusal to be emptied.';
comment on column chat.quarantine.until is 'From here on the row is removed by the next deletion, whoever makes it, or by purge_quarantine.';
create index quarantine_by_end on chat.quarantine (until);
alter table chat.quarantine alter column ct set storage external;

alter table chat.quarantine enable row level security;
alter table chat.quarantine force row level security;
create policy "only functions reach the quarantine" on chat.quarantine as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.quarantine from public, anon, authenticated, service_role;

insert into ops.limits (name, burst, every, purpose) values
  ('tombstone', 60, interval '500 milliseconds', 'tombstone: as often as one may send, with some patience');

create function private.purge_quarantine(most int) returns int
  language plpgsql
  set search_path = ''
as $$
declare
  gone int;
begin
  with due as (
    select q.conversation_id, q.seq from chat.quarantine q
      where q.until <= now() order by q.until limit most for update skip locked
  )
  delete from chat.quarantine q using due d where q.conversation_id = d.conversation_id and q.seq = d.seq;
  get diagnostics gone = row_count;
  return gone;
end $$;
comment on function private.purge_quarantine(int) is 'Forgets quarantined messages whose time is over, the oldest first.';

create function public.tombstone(conversation uuid, seqs bigint[]) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  conv chat.conversations;
  wanted bigint[];
  gone int;
begin
  perform private.demand(cardinality(seqs) between 1 and 257 and array_position(seqs, null) is null, 'E_FORMAT');
  perform private.spend('tombstone', me);
  conv := private.enter(tombstone.conversation, me);
  perform private.demand(not conv.locked, 'E_LOCKED');
  -- What is gone already stays gone: a repeated call asks for nothing more.
  select coalesce(array_agg(e.seq), '{}') into wanted from chat.events e
    where e.conversation_id = conv.id and e.seq = any (tombstone.seqs) and e.tombstone is null;
  perform private.demand(
    not exists (
      select from chat.events e
        where e.conversation_id = conv.id and e.seq = any (wanted) and (e.kind <> 2 or e.author <> me)),
    'E_AUTHOR');
  insert into chat.quarantine (conversation_id, seq, body, sig, ct, until)
    select e.conversation_id, e.seq, e.body, e.sig, e.ct, now() + interval '7 days' from chat.events e
      where e.conversation_id = conv.id and e.seq = any (wanted);
  update chat.events e set tombstone = 'author', body = null, sig = null, ct = null
    where e.conversation_id = conv.id and e.seq = any (wanted);
  get diagnostics gone = row_count;
  perform private.purge_quarantine(100);
  return jsonb_build_object('gone', gone);
end $$;
comment on function public.tombstone(uuid, bigint[]) is
  'Takes the content of the caller''s own messages out of the log. Again is no error; a message of somebody else, or a commit, is E_AUTHOR and nothing happens.';

revoke all on function public.tombstone(uuid, bigint[]) from public, anon, authenticated, service_role;
grant execute on function public.tombstone(uuid, bigint[]) to authenticated;
