-- Messages: how a sealed message enters the log.
--
-- What the server learns: who wrote to which conversation when, in one of nine sizes, from which writer chain.
-- Who writes: a member, for himself, under the current epoch. Retrying the same bytes is safe: whatever would refuse a
-- message, one that is in the log already is answered with its seq.
-- The hot path holds no look-up: the unique constraints of the log say whether a message is new. Its statements have one
-- index each to choose from and no sequential scan, because a session keeps the plans it made when tables were empty.
-- Tested in: messages.test.ts, concurrency.test.ts.

create function private.check_message(header bytea, sig bytea, ct bytea, sender uuid) returns void
  language plpgsql immutable
  set search_path = ''
as $$
begin
  perform private.demand(
    octet_length(header) = 284 and private.slice(header, 0, 8) = '\x454d303101000000' and octet_length(sig) = 64
      and octet_length(ct) in (272, 528, 1040, 2064, 4112, 8208, 16400, 32784, 65552),
    'E_FORMAT');
  perform private.u64(header, 144);
  perform private.demand(private.uuid_at(header, 76) = sender, 'E_SENDER');
  perform private.demand(
    private.u32(header, 248) = octet_length(ct) and private.slice(header, 252, 32) = sha256(ct), 'E_CTHASH');
end $$;
comment on function private.check_message(bytea, bytea, bytea, uuid) is
  'Everything about a message that needs no look at the conversation: form, sender, ciphertext hash.';

create function private.earlier_message(header bytea, sig bytea, ct bytea) returns jsonb
  language plpgsql stable
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  e chat.events;
begin
  select x.* into e from chat.events x
    where x.conversation_id = private.uuid_at(header, 8) and x.msg_id = private.uuid_at(header, 24);
  if not found then
    return null;
  end if;
  perform private.demand(e.body = header and e.sig = earlier_message.sig and e.ct = earlier_message.ct, 'E_MSG_ID');
  return jsonb_build_object('seq', e.seq, 'duplicate', true, 'received_at', e.received_at);
end $$;
comment on function private.earlier_message(bytea, bytea, bytea) is
  'The answer to a message that is in the log already, null otherwise; E_MSG_ID if other bytes have its id.';

create function public.send(hdr text, sig text, ct text) returns jsonb
  language plpgsql security definer
  set search_path = '' set enable_seqscan = off
as $$
declare
  me uuid := private.caller();
  header bytea := private.from_text(send.hdr, 284);
  signature bytea := private.from_text(send.sig, 64);
  sealed bytea := private.from_text(send.ct, 65552);
  conv chat.conversations;
  e chat.events;
  obstacle text;
  answer jsonb;
begin
  perform private.check_message(header, signature, sealed, me);
  perform private.spend('send', me);
  conv := private.enter(private.uuid_at(header, 8), me);
  if conv.locked and private.member_role(conv.id, me) <> 3 then
    obstacle := 'E_LOCKED';
  elsif conv.rotation_required or private.u32(header, 40) <> conv.epoch or private.slice(header, 44, 32) <> conv.commit_hash then
    obstacle := 'E_STALE_EPOCH';
  else
    e := private.append(conv, 2, private.h('msg-hash', header), header, signature, sealed);
    obstacle := case when e.seq is null then 'E_CHAIN' end;
  end if;
  if obstacle is null then
    return jsonb_build_object('seq', e.seq, 'duplicate', false, 'received_at', e.received_at);
  end if;
  answer := private.earlier_message(header, signature, sealed);
  perform private.demand(answer is not null, obstacle);
  return answer;
end $$;
comment on function public.send(text, text, text) is
  'Appends a message of the caller under the current epoch. The same bytes again answer with the same seq, other bytes under the id are E_MSG_ID.';

revoke all on function public.send(text, text, text) from public, anon, authenticated, service_role;
grant execute on function public.send(text, text, text) to authenticated;
