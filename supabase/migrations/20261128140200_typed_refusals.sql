-- Typed refusals: what is wrong with a message that is not taken, as one code each.
--
-- E_EMPTY nothing is said; E_JSON what should be a body is none; E_TYPE a type or version that this server does not know;
-- E_TOO_BIG longer than may be said; E_FORMAT everything else that breaks the form. Of a sealed message the server knows the
-- envelope only: whether it is there, what kind of record it is, and how large.
-- What the server learns: nothing new. Who reads, who writes: see messages, room_messages.
-- Tested in: refusals.test.ts.

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
    when code in ('E_FORMAT', 'E_RANGE', 'E_INPUT', 'E_JSON', 'E_EMPTY', 'E_TYPE') then '400'
    else '422'
  end;

create function private.room_body_fault(b jsonb) returns text
  language sql immutable
  set search_path = ''
as $$
  select case
    when b is null or jsonb_typeof(b) = 'null' then 'E_EMPTY'
    when jsonb_typeof(b) <> 'object' then 'E_JSON'
    when pg_column_size(b) > 65536 or octet_length(b::text) > 32768 then 'E_TOO_BIG'
    when b -> 'v' is distinct from '1'::jsonb or coalesce(b ->> 't', '') not in (
      'text', 'edit', 'del', 'react', 'pin', 'unpin', 'poll', 'vote', 'poll-end', 'invite', 'answer', 'status', 'call') then 'E_TYPE'
    when b ->> 't' in ('text', 'edit') and coalesce(b ->> 'b', '') = '' then 'E_EMPTY'
    when b ->> 't' in ('text', 'edit') and jsonb_typeof(b -> 'b') = 'string' and private.units(b ->> 'b') > 5000 then 'E_TOO_BIG'
    when not private.room_body_is_sound(b) then 'E_FORMAT'
  end
$$;
comment on function private.room_body_fault(jsonb) is 'Why a body is not taken in a room, as a code; null: it is sound.';

create or replace function public.room_post(conversation uuid, msg_id uuid, body jsonb) returns jsonb
  language plpgsql security definer
  set search_path = '' set enable_seqscan = off
as $$
declare
  me uuid := private.caller();
  conv chat.conversations;
  mine chat.room_members;
  target chat.room_events;
  about uuid;
  e chat.room_events;
  fault text;
begin
  fault := private.room_body_fault(room_post.body);
  perform private.demand(fault is null, fault);
  perform private.demand(room_post.msg_id is not null, 'E_FORMAT');
  perform private.spend('send', me);
  conv := private.enter_room(room_post.conversation);
  select x.* into e from chat.room_events x where x.conversation_id = conv.id and x.msg_id = room_post.msg_id;
  if found then
    perform private.demand(e.author = me and (e.body is null or e.body = room_post.body), 'E_MSG_ID');
    return jsonb_build_object('seq', e.seq, 'duplicate', true, 'received_at', e.received_at);
  end if;
  select m.* into strict mine from chat.room_members m where m.conversation_id = conv.id and m.user_id = me;
  perform private.demand_may_post(mine, room_post.body);
  if room_post.body ? 're' then
    perform private.room_ref(conv.id, room_post.body ->> 're');
  end if;
  if room_post.body ? 'th' then
    perform private.room_ref(conv.id, room_post.body ->> 'th');
  end if;
  if room_post.body ? 'of' then
    about := private.room_ref(conv.id, room_post.body ->> 'of');
    select x.* into target from chat.room_events x where x.conversation_id = conv.id and x.msg_id = about;
    perform private.demand_room_change(target, room_post.body, me);
  end if;
  e := private.append_room(conv, 2, me, room_post.body, room_post.msg_id, about, private.room_words(room_post.body));
  if room_post.body ->> 't' = 'edit' then
    update chat.room_events x set words = room_post.body ->> 'b' where x.conversation_id = conv.id and x.msg_id = about;
  elsif room_post.body ->> 't' = 'del' and target.words is not null then
    perform private.erase_room_message(conv.id, about, 'author');
  end if;
  return jsonb_build_object('seq', e.seq, 'duplicate', false, 'received_at', e.received_at);
end $$;

create or replace function public.send(hdr text, sig text, ct text) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  header bytea;
  sealed bytea;
begin
  perform private.demand(send.hdr <> '' and send.sig <> '' and send.ct <> '', 'E_EMPTY');
  perform private.demand(octet_length(send.ct) <= 87404, 'E_TOO_BIG');
  header := private.from_text(send.hdr, 284);
  sealed := private.from_text(send.ct, 65553);
  perform private.demand(octet_length(sealed) <= 65552, 'E_TOO_BIG');
  perform private.demand(octet_length(header) < 8 or private.slice(header, 0, 8) = '\x454d303101000000', 'E_TYPE');
  return private.take_message(private.caller(), header, private.from_text(send.sig, 64), sealed);
end $$;
