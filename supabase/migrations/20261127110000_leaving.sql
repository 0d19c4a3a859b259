-- Leaving, notes and private rooms: how a member goes, and what a conversation of one is.
--
-- Who leaves says so in the log, signed, and is out with the next commit, which somebody who stays has to make: the
-- leaver never knows the next key. Until then nothing else enters the log. A note is a conversation with oneself: one per
-- person, with a roster that nobody can ever change, because nobody in it is an admin.
-- What the server learns: that somebody leaves; which of a person's conversations is the note.
-- Who writes: every member for himself. Who reads: see conversations.
-- Tested in: leaving.test.ts, notes.test.ts.

insert into chat.kinds (kind, class, linked, meaning) values
  ('private', 'sealed', false, 'A private room: a group that people come to by invitation.');

alter table chat.conversations
  add column owner uuid,
  add constraint person_has_one_note unique (owner),
  add constraint note_has_an_owner check ((kind = 'note') = (owner is not null));
comment on column chat.conversations.owner is 'note only: whose it is. A founding fact, like the pair of a direct conversation.';

drop trigger keep_founding_facts on chat.conversations;
create trigger keep_founding_facts before update on chat.conversations
  for each row when (
    (old.id, old.kind, old.class, old.created_at, old.context_id, old.pair_low, old.pair_high, old.owner)
      is distinct from (new.id, new.kind, new.class, new.created_at, new.context_id, new.pair_low, new.pair_high, new.owner)
    or (old.epoch > 0 and (old.policy_type, old.context_hash, old.mod_root)
      is distinct from (new.policy_type, new.context_hash, new.mod_root))
    or new.last_seq < old.last_seq or new.epoch < old.epoch
  )
  execute function private.keep_founding_facts();

create function private.check_note(c private.commit, body bytea) returns void
  language plpgsql immutable
  set search_path = ''
as $$
begin
  perform private.demand(
    c.members = 1 and c.policy_type = 2 and c.policy_add = 0 and (select r.role = 1 from private.roster(body) r), 'E_DIRECT');
end $$;
comment on function private.check_note(private.commit, bytea) is
  'A note begins with its owner alone, as a member, and with nobody who may add: by the rules of commits it stays so.';

create function private.open_note(c private.commit) returns uuid
  language plpgsql
  set search_path = ''
as $$
declare
  existing uuid;
begin
  insert into chat.conversations (id, kind, class, owner, transcript)
    values (c.conversation_id, 'note', 'sealed', c.author, private.h('t0', uuid_send(c.conversation_id)))
    on conflict do nothing;
  if found then
    return null;
  end if;
  select v.id into existing from chat.conversations v where v.owner = c.author;
  perform private.demand(found, 'E_EXISTS');
  return existing;
end $$;
comment on function private.open_note(private.commit) is
  'Makes the author''s note, or returns the id of the one that exists. Of two devices at once the second waits and gets the first''s.';

create or replace function public.create_conversation(
  kind text, body text, sig text, boxes text, metadata text default null, context uuid default null
) returns jsonb
  language plpgsql security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
  signed bytea := private.from_text(create_conversation.body, 29270);
  signature bytea := private.from_text(create_conversation.sig, 64);
  sealed bytea := private.from_text(create_conversation.boxes, 85 * 256);
  named bytea := case when create_conversation.metadata is not null then private.from_text(create_conversation.metadata, 65536) end;
  c private.commit := private.read_commit(signed);
  wanted chat.kinds;
  conv chat.conversations;
  existing uuid;
begin
  perform private.demand(octet_length(signature) = 64, 'E_FORMAT');
  perform private.demand(c.author = me, 'E_AUTHOR');
  select k.* into wanted from chat.kinds k where k.kind = create_conversation.kind;
  perform private.demand(wanted.class = 'sealed' and (wanted.linked or create_conversation.context is null), 'E_INPUT');
  perform private.check_seals(c, sealed, null, named);
  perform private.check_genesis(c, signed);
  perform private.demand(
    (c.policy_type = 1) = (wanted.kind = 'direct' or (wanted.linked and c.members = 2)), 'E_DIRECT');
  perform private.demand(wanted.linked or c.context_hash = private.zeros(32), 'E_CONTEXT');
  if wanted.kind = 'note' then
    perform private.check_note(c, signed);
  end if;
  perform private.spend('create', me);
  if wanted.linked then
    conv := private.open_shell(c, signed, wanted.kind, create_conversation.context);
    existing := case when conv.epoch > 0 then conv.id end;
  elsif wanted.kind = 'direct' then
    existing := private.open_direct(c, signed);
  elsif wanted.kind = 'note' then
    existing := private.open_note(c);
  else
    insert into chat.conversations (id, kind, class, transcript)
      values (c.conversation_id, wanted.kind, wanted.class, private.h('t0', uuid_send(c.conversation_id)))
      on conflict do nothing;
    existing := case when not found then c.conversation_id end;
    perform private.demand(existing is null or private.earlier_commit(c) is not null, 'E_EXISTS');
  end if;
  if existing is not null then
    return jsonb_build_object('conversation', existing, 'created', false);
  end if;
  select v.* into strict conv from chat.conversations v where v.id = c.conversation_id and v.epoch = 0;
  perform private.adopt(conv, c, signed, signature, sealed, null, named, 1);
  return jsonb_build_object('conversation', conv.id, 'created', true);
end $$;
comment on function public.create_conversation(text, text, text, text, text, uuid) is
  'Begins a conversation with its genesis commit, or opens the shell of its id (context may name it, too). A pair''s direct one, a person''s note, or an opened shell is returned with created false.';

create function private.check_leave(conv chat.conversations, me uuid) returns void
  language plpgsql stable
  set search_path = ''
as $$
declare
  my_role int := private.member_role(conv.id, me);
begin
  perform private.demand(conv.policy_type = 2 and conv.kind <> 'note', 'E_DIRECT');
  perform private.demand(my_role <> 3, 'E_MODERATOR');
  perform private.demand(exists (
    select from chat.members m
      where m.conversation_id = conv.id and m.left_seq is null and m.role <> 3 and m.user_id <> me), 'E_REMOVE');
  perform private.demand(my_role = 1 or exists (
    select from chat.members m
      where m.conversation_id = conv.id and m.left_seq is null and m.role = 2 and m.user_id <> me), 'E_ROLE');
end $$;
comment on function private.check_leave(chat.conversations, uuid) is
  'Who may leave: participants of groups (E_DIRECT, E_MODERATOR), not the only one (E_REMOVE: such a group is deleted), not the last admin (E_ROLE: names another first).';

create function public.leave(hdr text, sig text, ct text) returns jsonb
  language plpgsql security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
  header bytea := private.from_text(leave.hdr, 284);
  signature bytea := private.from_text(leave.sig, 64);
  sealed bytea := private.from_text(leave.ct, 65552);
  conv chat.conversations;
  e chat.events;
  answer jsonb;
begin
  perform private.check_message(header, signature, sealed, me);
  perform private.spend('send', me);
  conv := private.enter(private.uuid_at(header, 8), me);
  answer := private.earlier_message(header, signature, sealed);
  if answer is not null then
    return answer;
  end if;
  perform private.check_leave(conv, me);
  perform private.demand(
    not conv.rotation_required and private.u32(header, 40) = conv.epoch and private.slice(header, 44, 32) = conv.commit_hash,
    'E_STALE_EPOCH');
  e := private.append(conv, 2, private.h('msg-hash', header), header, signature, sealed);
  perform private.demand(e.seq is not null, 'E_CHAIN');
  insert into chat.leaves (conversation_id, user_id, seq) values (conv.id, me, e.seq);
  update chat.conversations v set rotation_required = true where v.id = conv.id;
  return jsonb_build_object('seq', e.seq, 'duplicate', false, 'received_at', e.received_at);
end $$;
comment on function public.leave(text, text, text) is
  'Appends the caller''s signed leave message. From then on only a commit that has seen it, and removes the caller, is accepted; the caller cannot make it.';

create or replace function private.announce_event() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
declare
  c chat.conversations;
  payload jsonb := private.event_json(new);
  position jsonb := jsonb_build_object('conversation', new.conversation_id, 'seq', new.seq);
begin
  select x.* into strict c from chat.conversations x where x.id = new.conversation_id;
  if octet_length(payload::text) > 16000 or (new.kind = 1 and c.member_count > 32) then
    payload := position;
  end if;
  if c.member_count <= 32 or new.kind = 1 then
    perform realtime.send(payload, 'event', 'user:' || m.user_id, true)
      from chat.members m
      where m.conversation_id = new.conversation_id and m.left_seq is null and m.joined_seq < new.seq;
  else
    perform realtime.send(payload, 'event', 'conversation:' || c.id || ':' || c.epoch, true);
  end if;
  if new.kind = 1 then
    perform realtime.send(jsonb_build_object('conversation', new.conversation_id), 'conversation', 'user:' || m.user_id, true)
      from chat.members m
      where m.conversation_id = new.conversation_id and (m.left_seq = new.seq or (m.left_seq is null and m.joined_seq = new.seq));
  end if;
  return null;
end $$;
comment on function private.announce_event() is
  'Up to 32 members: the event to each inbox. More: messages on the epoch''s topic; of a commit the position to each inbox, because it changes which topic there is, and who of a growing group listens to it. Who joins or leaves is told to call sync.';

revoke all on function public.leave(text, text, text) from public, anon, authenticated, service_role;
grant execute on function public.leave(text, text, text) to authenticated;
