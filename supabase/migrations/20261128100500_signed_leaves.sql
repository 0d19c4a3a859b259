-- Signed leaves: who is on the way out is the same for the server and for everybody who was there.
--
-- Whoever leaves is let go by the next commit, and nothing else is taken until then. The server knew a wish to leave by the
-- function that brought it, members by what its sealed body said. So a member could bring anything as a leave, which nobody
-- but the server took for one, or send a leave as any other message, which only the server did not take for one; and the
-- next commit of an accomplice stopped everybody else. Now the signed header says it (EM01, flags 1), in the clear: here it is
-- demanded and its signature verified, before the lock; there it counts by the header alone, whatever is inside.
-- What the server learns: nothing new. Who writes: every member for himself, by leave() and by no other door.
-- Tested in: leaving.test.ts, commit-agreement.test.ts.

alter table chat.events drop constraint event_is_a_commit_a_message_or_a_tombstone;
alter table chat.events add constraint event_is_a_commit_a_message_or_a_tombstone check ((
    case
      when kind = 1 then tombstone is null and ct is null and octet_length(sig) = 64
        and private.slice(body, 0, 5) = '\x4543303101' and (octet_length(body) - 342) between 113 and 28928
        and (octet_length(body) - 342) % 113 = 0
      when kind <> 2 or disclosures is not null or metadata is not null then false
      when tombstone is null then octet_length(body) = 284 and octet_length(sig) = 64
        and private.slice(body, 0, 8) in ('\x454d303101000000', '\x454d303101010000')
        and octet_length(ct) in (272, 528, 1040, 2064, 4112, 8208, 16400, 32784, 65552)
      else tombstone in ('author', 'expired', 'removed') and body is null and sig is null and ct is null
    end
  ) is true);

delete from chat.leaves l using chat.events e
  where e.conversation_id = l.conversation_id and e.seq = l.seq and get_byte(e.body, 5) = 0;

create function private.check_leave(conv chat.conversations, me uuid, header bytea) returns void
  language plpgsql stable
  set search_path = ''
as $$
begin
  perform private.check_leave(conv, me);
  perform private.demand(
    not conv.rotation_required and private.u32(header, 40) = conv.epoch and private.slice(header, 44, 32) = conv.commit_hash,
    'E_STALE_EPOCH');
end $$;
comment on function private.check_leave(chat.conversations, uuid, bytea) is 'Who may leave, and in the newest epoch, with no other leave before it.';

create or replace function public.leave(hdr text, sig text, ct text) returns jsonb
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
  perform private.demand(octet_length(header) = 284 and get_byte(header, 5) = 1, 'E_FORMAT');
  perform private.check_message(set_byte(header, 5, 0), signature, sealed, me);
  perform private.spend('send', me);
  perform private.demand(private.member_role(private.uuid_at(header, 8), me) is not null, 'E_NOT_FOUND');
  answer := private.earlier_message(header, signature, sealed);
  if answer is not null then
    return answer;
  end if;
  select v.* into strict conv from chat.conversations v where v.id = private.uuid_at(header, 8);
  perform private.check_leave(conv, me, header);
  if not private.is_signed('msg-sig', header, signature, private.roster_key(private.commit_of(conv.id, conv.epoch), me)) then
    return null;
  end if;
  conv := private.enter(conv.id, me);
  answer := private.earlier_message(header, signature, sealed);
  if answer is not null then
    return answer;
  end if;
  perform private.check_leave(conv, me, header);
  perform set_config('parley.leaving', 'on', true);
  e := private.append(conv, 2, private.h('msg-hash', header), header, signature, sealed);
  perform set_config('parley.leaving', '', true);
  perform private.demand(e.seq is not null, 'E_CHAIN');
  insert into chat.leaves (conversation_id, user_id, seq) values (conv.id, me, e.seq);
  update chat.conversations v set rotation_required = true where v.id = conv.id;
  return jsonb_build_object('seq', e.seq, 'duplicate', false, 'received_at', e.received_at);
end $$;
comment on function public.leave(text, text, text) is
  'Appends the caller''s signed wish to leave. From then on only a commit that has seen it, and removes the caller, is accepted; the caller cannot make it. Null: ill-signed.';
