-- Rooms: open conversations that people find and join, readable by the server and by everybody in them.
--
-- An open room shares with a sealed conversation the list, the order without gaps and the forms of what is said, and
-- nothing else: its people and its log have tables of their own, so that no function for sealed conversations can reach a
-- room and no function for rooms can reach a sealed conversation. A class never changes: constraint, foreign keys, trigger.
-- What the server learns: everything. Who is in a room, what it is called, every word in it.
-- Who reads: people in the room; title, description and number of people of a listed room anybody with an account.
-- Who writes: see room_membership and room_messages.
-- Tested in: rooms.test.ts, room-class.test.ts, room-messages.test.ts, room-search.test.ts.

insert into chat.kinds (kind, class, linked, meaning) values
  ('courseroom', 'open', true, 'The room of a course, opened by a platform, readable by the server.');

create table ops.room_limits (
  one boolean not null default true,
  max_members int not null default 500,
  constraint room_limits_pkey primary key (one),
  constraint there_is_one_row check (one),
  constraint rooms_have_a_bound check (max_members between 2 and 5000)
);
comment on table ops.room_limits is 'One row: how large a room may be. May be changed at run time; no room loses anybody by it.';
insert into ops.room_limits default values;

create table chat.rooms (
  conversation_id uuid not null,
  class text not null generated always as ('open') stored,
  title text not null,
  about text not null default '',
  listed boolean not null default true,
  capacity int not null,
  slow_seconds int not null default 0,
  constraint rooms_pkey primary key (conversation_id),
  constraint room_is_an_open_conversation foreign key (conversation_id, class)
    references chat.conversations (id, class) on delete cascade,
  constraint title_is_one_line check (private.is_plain_text(title, 80)),
  constraint about_is_one_line_or_nothing check (about = '' or private.is_plain_text(about, 300)),
  constraint capacity_is_at_least_two check (capacity >= 2),
  constraint slow_mode_is_up_to_an_hour check (slow_seconds between 0 and 3600)
);
comment on table chat.rooms is 'What an open room is called and how it is run.';
comment on column chat.rooms.class is 'Always open: together with the foreign key no sealed conversation can be a room.';
comment on column chat.rooms.listed is 'Found by everybody; otherwise joined only by those who were given its address.';
comment on column chat.rooms.slow_seconds is 'Slow mode: the pause between two messages of a member; 0 none. Who runs the room is exempt.';

create table chat.room_members (
  conversation_id uuid not null,
  user_id uuid not null,
  role int not null,
  joined_seq bigint not null,
  left_seq bigint,
  banned boolean not null default false,
  silenced_until timestamptz,
  read_seq bigint not null default 0,
  constraint room_members_pkey primary key (conversation_id, user_id),
  constraint member_belongs_to_a_room foreign key (conversation_id) references chat.rooms (conversation_id) on delete cascade,
  constraint member_has_an_account foreign key (user_id) references chat.profiles (user_id) on delete cascade,
  constraint role_is_member_admin_or_owner check (role between 1 and 3),
  constraint member_leaves_room_after_joining check (left_seq > joined_seq),
  constraint banned_people_are_out check (not banned or left_seq is not null)
) with (fillfactor = 70);
comment on table chat.room_members is 'Who is, or was, in an open room. One row per person who ever was.';
comment on column chat.room_members.role is '1 member, 2 admin, 3 owner.';
comment on column chat.room_members.silenced_until is 'Until then the person may read and not write; infinity: until it is taken back.';
comment on column chat.room_members.read_seq is 'How far the person has read, for their own devices: nobody else is told.';
create index room_members_by_person on chat.room_members (user_id) where left_seq is null;
create unique index room_has_one_owner on chat.room_members (conversation_id) where role = 3 and left_seq is null;

create table chat.room_events (
  conversation_id uuid not null,
  seq bigint not null,
  kind int not null,
  author uuid not null,
  msg_id uuid,
  of_id uuid,
  body jsonb,
  content boolean not null default false,
  words text,
  tombstone text,
  received_at timestamptz not null,
  found tsvector generated always as (to_tsvector('simple', coalesce(words, ''))) stored,
  constraint room_events_pkey primary key (conversation_id, seq),
  constraint event_belongs_to_a_room foreign key (conversation_id) references chat.rooms (conversation_id) on delete cascade,
  constraint room_message_id_is_used_once unique (conversation_id, msg_id),
  constraint room_seq_counts_from_one check (seq >= 1),
  constraint room_event_is_a_notice_a_message_or_a_tombstone check ((
    case kind
      when 1 then msg_id is null and of_id is null and words is null and tombstone is null and body is not null
      when 2 then msg_id is not null and (body is null) = (tombstone is not null) and (words is null or body is not null)
        and (tombstone is null or tombstone in ('author', 'removed'))
      else false
    end) is true)
);
comment on table chat.room_events is 'The log of an open room: notices and messages, in plain text, in one order without gaps.';
comment on column chat.room_events.kind is '1 notice of the server (who came, went, was removed; what changed), 2 message.';
comment on column chat.room_events.of_id is 'The message that this one says something about.';
comment on column chat.room_events.body is 'As in a sealed message, after the same checks; gone when the message is.';
comment on column chat.room_events.content is 'Stands in the timeline by itself, or did before it was taken out: what slow mode counts.';
comment on column chat.room_events.words is 'What can be searched: the text as it reads after its edits. Null: nothing.';
create index room_changes on chat.room_events (conversation_id, of_id) where of_id is not null;
create index room_last_words on chat.room_events (conversation_id, author, seq) where content;
create index room_words on chat.room_events using gin (found) with (fastupdate = off) where words is not null;
create extension if not exists pg_trgm with schema extensions;
create index room_parts_of_words on chat.room_events using gin (words extensions.gin_trgm_ops) with (fastupdate = off) where words is not null;
create index rooms_by_title on chat.rooms (lower(title), conversation_id) where listed;

alter table ops.room_limits enable row level security;
alter table ops.room_limits force row level security;
alter table chat.rooms enable row level security;
alter table chat.rooms force row level security;
alter table chat.room_members enable row level security;
alter table chat.room_members force row level security;
alter table chat.room_events enable row level security;
alter table chat.room_events force row level security;
create policy "only functions reach room limits" on ops.room_limits as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach rooms" on chat.rooms as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach room members" on chat.room_members as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach room events" on chat.room_events as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on ops.room_limits, chat.rooms, chat.room_members, chat.room_events from public, anon, authenticated, service_role;

create or replace function private.status_of(code text) returns text
  language sql immutable parallel safe
  return case
    when code in ('E_AUTH') then '401'
    when code in ('E_SENDER', 'E_AUTHOR', 'E_USER', 'E_REQUEST', 'E_BANNED', 'E_SILENCED') then '403'
    when code in ('E_NOT_FOUND') then '404'
    when code in (
      'E_STALE_EPOCH', 'E_MSG_ID', 'E_EXISTS', 'E_HANDLE_TAKEN', 'E_VERSION', 'E_CONFLICT', 'E_LAST_SLOT', 'E_NO_KEYS',
      'E_FULL'
    ) then '409'
    when code in ('E_TOO_BIG') then '413'
    when code in ('E_LOCKED') then '423'
    when code in ('E_RATE', 'E_SLOW') then '429'
    when code in ('E_FORMAT', 'E_RANGE', 'E_INPUT') then '400'
    else '422'
  end;

insert into ops.limits (name, burst, every, purpose) values
  ('room', 20, interval '10 seconds', 'room_join, room_leave: coming and going tells everybody'),
  ('room_find', 60, interval '1 second', 'room_find, room_look, room_search: typing into a search field'),
  ('room_run', 60, interval '1 second', 'what owners and admins do');

create function private.announce_room(conv chat.conversations, seq bigint, former uuid default null) returns void
  language plpgsql
  set search_path = ''
as $$
declare
  place jsonb := jsonb_build_object('conversation', conv.id, 'seq', seq);
begin
  perform realtime.send(place, 'event', 'conversation:' || conv.id || ':' || conv.epoch, true);
  if conv.member_count <= 32 then
    perform realtime.send(place, 'event', 'user:' || m.user_id, true)
      from chat.room_members m where m.conversation_id = conv.id and m.left_seq is null;
  end if;
  if former is not null then
    perform realtime.send(jsonb_build_object('conversation', conv.id), 'conversation', 'user:' || former, true);
  end if;
end $$;
comment on function private.announce_room(chat.conversations, bigint, uuid) is
  'Tells where something new stands, never what: on the topic, and up to 32 people in each inbox. Who comes or goes calls sync.';

create function private.append_room(
  conv chat.conversations, kind int, author uuid, body jsonb,
  msg_id uuid default null, of_id uuid default null, words text default null, former uuid default null
) returns chat.room_events
  language plpgsql
  set search_path = ''
as $$
declare
  moment timestamptz := date_trunc('milliseconds', clock_timestamp());
  e chat.room_events;
begin
  insert into chat.room_events (conversation_id, seq, kind, author, body, msg_id, of_id, content, words, received_at)
    values (conv.id, conv.last_seq + 1, append_room.kind, append_room.author, append_room.body, append_room.msg_id,
      append_room.of_id, append_room.words is not null, append_room.words, moment)
    returning * into e;
  update chat.conversations c set last_seq = e.seq, last_activity_at = moment, epoch = conv.epoch,
      message_count = c.message_count + (append_room.kind = 2)::int, member_count = conv.member_count
    where c.id = conv.id;
  perform private.announce_room(conv, e.seq, append_room.former);
  return e;
end $$;
comment on function private.append_room(chat.conversations, int, uuid, jsonb, uuid, uuid, text, uuid) is
  'Next event of a room that the caller has locked; takes over epoch and member_count from conv.';

create function private.room_role(room uuid, person uuid) returns int
  language sql stable
  set search_path = ''
as $$
  select m.role from chat.room_members m where m.conversation_id = room and m.user_id = person and m.left_seq is null
$$;
comment on function private.room_role(uuid, uuid) is 'The role of a person who is in a room now; null otherwise.';

create function private.enter_room(room uuid, at_least int default 1) returns chat.conversations
  language plpgsql
  set search_path = ''
as $$
declare
  me uuid := private.caller();
  conv chat.conversations;
begin
  perform private.demand(private.room_role(room, me) is not null, 'E_NOT_FOUND');
  select c.* into conv from chat.conversations c where c.id = room and c.class = 'open' for no key update;
  perform private.demand(private.room_role(room, me) is not null, 'E_NOT_FOUND');
  perform private.demand(private.room_role(room, me) >= at_least, 'E_ROLE');
  return conv;
end $$;
comment on function private.enter_room(uuid, int) is
  'Locks a room for the caller, who is in it with at least that role (E_ROLE); E_NOT_FOUND for everybody else.';
