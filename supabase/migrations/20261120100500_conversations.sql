-- Conversations: one row of state each, the roster as committed, the log of events, and the sealed boxes of every epoch.
--
-- What the server learns: who is in a conversation and in which role, who wrote when in one of nine sizes, how often keys
-- changed. Content is ciphertext; every column that describes an event is computed from the bytes its author signed, so
-- that the server's own view cannot disagree with what clients verify.
-- Who reads: members, through functions. Who writes: create_conversation, commit and send; nothing else.
-- What nobody may do, the service role and the owner included: change the class or any other founding fact of a
-- conversation, or change or remove an event (a message may become a tombstone, which keeps its place and hash).
-- Tested in: conversations.test.ts.

create table chat.conversations (
  id uuid not null,
  kind text not null,
  class text not null,
  context_id uuid,
  pair_low uuid,
  pair_high uuid,
  policy_type int,
  context_hash bytea,
  mod_root bytea,
  policy_add int not null default 0,
  retention_days bigint not null default 365,
  epoch bigint not null default 0,
  commit_hash bytea,
  case_id uuid,
  last_seq bigint not null default 0,
  transcript bytea not null,
  message_count bigint not null default 0,
  member_count int not null default 0,
  rotation_required boolean not null default false,
  locked boolean not null default false,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  last_activity_at timestamptz not null default date_trunc('milliseconds', now()),
  constraint conversations_pkey primary key (id),
  constraint conversation_has_one_class_for_ever unique (id, class),
  constraint class_follows_from_the_kind foreign key (kind, class) references chat.kinds (kind, class),
  constraint conversation_is_about_a_context foreign key (context_id) references chat.contexts (id),
  constraint context_has_one_conversation unique (context_id),
  constraint pair_has_one_direct_conversation unique (pair_low, pair_high),
  constraint direct_has_an_ordered_pair check ((
    case when kind = 'direct' then pair_low < pair_high else pair_low is null and pair_high is null end
  ) is true),
  constraint shell_has_an_empty_log check (
    class = 'open' or (
      (epoch > 0 or last_seq = 0) and (epoch = 0) = (commit_hash is null)
      and (epoch = 0) = (policy_type is null) and (epoch = 0) = (context_hash is null) and (epoch = 0) = (mod_root is null)
    )
  ),
  constraint transcript_begins_with_the_id check (last_seq > 0 or transcript = private.h('t0', uuid_send(id))),
  constraint sealed_roster_is_bounded check (class = 'open' or member_count <= 256)
) with (fillfactor = 50);
comment on table chat.conversations is 'Current state of every conversation: the head of its log. Epoch 0 is a shell, made by a host, not opened yet.';
comment on column chat.conversations.class is 'sealed or open, fixed at creation: constraint, foreign keys and trigger hold it.';
comment on column chat.conversations.pair_low is 'direct only: the two people in order, so that a pair has one conversation.';
comment on column chat.conversations.policy_type is 'Signed: 1 two people without admins, 2 group.';
comment on column chat.conversations.context_hash is 'Signed: what the conversation is about, or 32 zero bytes.';
comment on column chat.conversations.mod_root is 'Signed: hash of the key that certifies moderators.';
comment on column chat.conversations.policy_add is 'Signed: who may add people: 0 nobody, 1 admins, 2 any participant.';
comment on column chat.conversations.case_id is 'The open dispute, while a moderator is in the roster.';
comment on column chat.conversations.last_seq is 'Number of events; the next one gets last_seq + 1, under the lock of this row.';
comment on column chat.conversations.transcript is 'T of the last event: what every member must compute as well.';
comment on column chat.conversations.last_activity_at is 'Whole milliseconds, so that a client''s clock type holds it exactly when it pages.';
comment on column chat.conversations.member_count is 'Roster entries of the current epoch, moderators included.';
comment on column chat.conversations.rotation_required is 'No message is accepted until somebody commits.';
comment on column chat.conversations.locked is 'A moderator stopped the conversation during a dispute.';

create table chat.members (
  conversation_id uuid not null,
  user_id uuid not null,
  role int not null,
  party_role text,
  joined_seq bigint not null,
  left_seq bigint,
  constraint members_pkey primary key (conversation_id, user_id),
  constraint member_belongs_to_a_conversation foreign key (conversation_id) references chat.conversations (id) on delete cascade,
  constraint role_is_member_admin_or_moderator check (role between 1 and 3),
  constraint member_leaves_after_joining check (left_seq > joined_seq)
);
comment on table chat.members is 'The roster as committed: written by commits only, never by the server''s own wish. One row per person who ever was in.';
comment on column chat.members.role is '1 member, 2 admin, 3 moderator.';
comment on column chat.members.party_role is 'What the host called this party of the context.';
comment on column chat.members.joined_seq is 'The commit that let them in; content before it is not served to them.';
comment on column chat.members.left_seq is 'The commit that removed them, null while they are in.';
create index members_by_person on chat.members (user_id, conversation_id);

create table chat.events (
  conversation_id uuid not null,
  seq bigint not null,
  class text not null generated always as ('sealed') stored,
  kind int not null,
  hash bytea not null,
  transcript bytea not null,
  received_at timestamptz not null,
  tombstone text,
  epoch bigint generated always as (private.u32(body, case kind when 1 then 24 else 40 end)) stored,
  author uuid generated always as (private.uuid_at(body, case kind when 1 then 100 else 76 end)) stored,
  reason int generated always as (case kind when 1 then get_byte(body, 5) end) stored,
  msg_id uuid generated always as (case kind when 2 then private.uuid_at(body, 24) end) stored,
  chain_id uuid generated always as (case kind when 2 then private.uuid_at(body, 92) end) stored,
  counter bigint generated always as (case kind when 2 then private.u32(body, 108) end) stored,
  body bytea,
  sig bytea,
  ct bytea,
  disclosures bytea,
  metadata bytea,
  constraint events_pkey primary key (conversation_id, seq),
  constraint event_belongs_to_a_sealed_conversation foreign key (conversation_id, class)
    references chat.conversations (id, class),
  constraint message_id_is_used_once unique (conversation_id, msg_id),
  constraint chain_position_is_used_once unique (conversation_id, author, chain_id, counter),
  constraint seq_counts_from_one check (seq >= 1),
  constraint hashes_have_32_bytes check (octet_length(hash) = 32 and octet_length(transcript) = 32),
  constraint row_says_what_was_signed check (
    body is null or (
      conversation_id = private.uuid_at(body, 8)
      and hash = private.h(case kind when 1 then 'commit-hash' else 'msg-hash' end, body)
    )
  ),
  constraint event_is_a_commit_a_message_or_a_tombstone check ((
    case
      when kind = 1 then tombstone is null and ct is null and octet_length(sig) = 64
        and private.slice(body, 0, 5) = '\x4543303101' and (octet_length(body) - 342) between 113 and 28928
        and (octet_length(body) - 342) % 113 = 0
      when kind <> 2 or disclosures is not null or metadata is not null then false
      when tombstone is null then octet_length(body) = 284 and octet_length(sig) = 64
        and private.slice(body, 0, 8) = '\x454d303101000000'
        and octet_length(ct) in (272, 528, 1040, 2064, 4112, 8208, 16400, 32784, 65552)
      else tombstone in ('author', 'expired', 'removed') and body is null and sig is null and ct is null
    end
  ) is true)
);
comment on table chat.events is 'The log: commits and sealed messages in one order without gaps. Rows are never changed or removed; a message may become a tombstone.';
comment on column chat.events.class is 'Always sealed: together with the foreign key no plaintext room can have a row here.';
comment on column chat.events.kind is '1 commit, 2 message.';
comment on column chat.events.hash is 'Commit or message hash; stays when the message is gone.';
comment on column chat.events.transcript is 'T after this event; stays when the message is gone.';
comment on column chat.events.received_at is 'The server''s clock in whole milliseconds, under the lock of the conversation, hence in the order of seq.';
comment on column chat.events.tombstone is 'Why the content is gone: author, expired, removed.';
comment on column chat.events.body is 'The signed bytes: EC01 commit, or the 284-byte header EM01 of a message.';
comment on column chat.events.ct is 'Ciphertext of a message.';
comment on column chat.events.disclosures is 'ED01 of a dispute-open commit.';
comment on column chat.events.metadata is 'Title and picture, sealed to the members, of a commit.';
create unique index epoch_begins_with_one_commit on chat.events (conversation_id, epoch) where kind = 1;
alter table chat.events alter column body set storage external;
alter table chat.events alter column ct set storage external;
alter table chat.events alter column disclosures set storage external;
alter table chat.events alter column metadata set storage external;

create table chat.boxes (
  conversation_id uuid not null,
  epoch bigint not null,
  user_id uuid not null,
  box bytea not null,
  constraint boxes_pkey primary key (conversation_id, epoch, user_id),
  constraint box_belongs_to_a_conversation foreign key (conversation_id) references chat.conversations (id) on delete cascade,
  constraint box_has_its_exact_form check (octet_length(box) = 85 and private.slice(box, 0, 5) = '\x4542303101')
);
comment on table chat.boxes is
  'EB01: the key of an epoch, sealed to one member. Separate rows, so that a person''s or an expired epoch''s boxes can be erased.';
create index boxes_by_person on chat.boxes (user_id);

create table chat.cases (
  conversation_id uuid not null,
  case_id uuid not null,
  opener uuid not null,
  opened_seq bigint not null,
  closed_seq bigint,
  constraint cases_pkey primary key (conversation_id, case_id),
  constraint case_belongs_to_a_conversation foreign key (conversation_id) references chat.conversations (id) on delete cascade,
  constraint case_closes_after_opening check (closed_seq > opened_seq)
);
comment on table chat.cases is 'Disputes as committed: who opened which case, and when it closed. A case id is never used again.';
create unique index conversation_has_one_open_case on chat.cases (conversation_id) where closed_seq is null;

create table chat.leaves (
  conversation_id uuid not null,
  user_id uuid not null,
  seq bigint not null,
  constraint leaves_pkey primary key (conversation_id, user_id),
  constraint leave_belongs_to_a_member foreign key (conversation_id, user_id)
    references chat.members (conversation_id, user_id) on delete cascade
);
comment on table chat.leaves is 'Members who have said that they leave and are still in the roster: the next commit must remove them.';
comment on column chat.leaves.seq is 'The leave event, which that commit must have seen.';

create table chat.settings (
  conversation_id uuid not null,
  user_id uuid not null,
  muted_until timestamptz,
  archived boolean not null default false,
  pinned boolean not null default false,
  favourite boolean not null default false,
  marked_unread boolean not null default false,
  constraint settings_pkey primary key (conversation_id, user_id),
  constraint setting_belongs_to_a_conversation foreign key (conversation_id) references chat.conversations (id) on delete cascade,
  constraint setting_belongs_to_an_account foreign key (user_id) references chat.profiles (user_id) on delete cascade
);
comment on table chat.settings is 'What one person has chosen for one conversation. Nobody else sees it.';
comment on column chat.settings.muted_until is 'infinity: until changed.';

alter table chat.conversations enable row level security;
alter table chat.conversations force row level security;
alter table chat.members enable row level security;
alter table chat.members force row level security;
alter table chat.events enable row level security;
alter table chat.events force row level security;
alter table chat.boxes enable row level security;
alter table chat.boxes force row level security;
alter table chat.cases enable row level security;
alter table chat.cases force row level security;
alter table chat.leaves enable row level security;
alter table chat.leaves force row level security;
alter table chat.settings enable row level security;
alter table chat.settings force row level security;
create policy "only functions reach conversations" on chat.conversations as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach members" on chat.members as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach events" on chat.events as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach boxes" on chat.boxes as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach cases" on chat.cases as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach leaves" on chat.leaves as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach settings" on chat.settings as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.conversations, chat.members, chat.events, chat.boxes, chat.cases, chat.leaves, chat.settings
  from public, anon, authenticated, service_role;

create function private.keep_founding_facts() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  perform private.refuse('E_IMMUTABLE');
  return null;
end $$;
comment on function private.keep_founding_facts() is
  'Whoever asks: id, kind, class, pair, context and what the genesis signed never change, and no log goes back.';
create trigger keep_founding_facts before update on chat.conversations
  for each row when (
    (old.id, old.kind, old.class, old.created_at, old.context_id, old.pair_low, old.pair_high)
      is distinct from (new.id, new.kind, new.class, new.created_at, new.context_id, new.pair_low, new.pair_high)
    or (old.epoch > 0 and (old.policy_type, old.context_hash, old.mod_root)
      is distinct from (new.policy_type, new.context_hash, new.mod_root))
    or new.last_seq < old.last_seq or new.epoch < old.epoch
  )
  execute function private.keep_founding_facts();

create function private.keep_the_log() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  perform private.demand(tg_op = 'UPDATE', 'E_IMMUTABLE');
  perform private.demand(
    (old.conversation_id, old.seq, old.kind, old.hash, old.transcript, old.received_at)
        is not distinct from (new.conversation_id, new.seq, new.kind, new.hash, new.transcript, new.received_at)
      and new.kind = 2 and new.tombstone is not null,
    'E_IMMUTABLE');
  return new;
end $$;
comment on function private.keep_the_log() is
  'Whoever asks: events are neither changed nor removed. The one change is a message that becomes a tombstone.';
create trigger keep_the_log before update or delete on chat.events
  for each row execute function private.keep_the_log();
create trigger keep_the_whole_log before truncate on chat.events
  for each statement execute function private.keep_the_log();
