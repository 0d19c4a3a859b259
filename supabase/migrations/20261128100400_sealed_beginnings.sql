-- Sealed beginnings: a first commit that clients would stop in front of begins nothing.
--
-- Whoever opened the conversation of a thing for all its parties with a genesis signed by nobody had made it useless for all of
-- them, for good: there is one conversation per thing, and one per pair. The signature (C6) is verified after all that is
-- cheap and before any lock; what is ill-signed is answered with null, so that it is charged.
-- What the server learns: nothing new. Who writes: see commits.
-- Tested in: sealed-commits.test.ts, genesis-rules.test.ts, contexts.test.ts.

create function private.check_shell(c private.commit, body bytea, kind text, context uuid) returns void
  language plpgsql stable
  set search_path = ''
as $$
declare
  conv chat.conversations;
  about chat.contexts;
begin
  select v.* into conv from chat.conversations v
    where v.id = c.conversation_id and exists (
      select from chat.parties p where p.context_id = v.context_id and p.user_id = c.author);
  perform private.demand(found, 'E_NOT_FOUND');
  select x.* into about from chat.contexts x where x.id = conv.context_id;
  perform private.demand(coalesce(check_shell.context, about.id) = about.id and check_shell.kind = conv.kind
    and c.context_hash = private.h('conv-context', convert_to(about.kind || ':' || about.external_id, 'UTF8')), 'E_CONTEXT');
  perform private.demand(not exists (
    select from private.roster(body) r
      full join (select p.user_id from chat.parties p where p.context_id = about.id) p using (user_id)
      where r.user_id is null or p.user_id is null), 'E_CONTEXT');
end $$;
comment on function private.check_shell(private.commit, bytea, text, uuid) is
  'Whether this genesis may open the shell of its id: by a party, for exactly the parties, about exactly that thing.';

create or replace function private.open_shell(c private.commit, body bytea, kind text, context uuid) returns chat.conversations
  language plpgsql
  set search_path = ''
as $$
declare
  conv chat.conversations;
begin
  select v.* into conv from chat.conversations v where v.id = c.conversation_id for no key update;
  perform private.demand(found, 'E_NOT_FOUND');
  perform private.check_shell(c, body, open_shell.kind, open_shell.context);
  return conv;
end $$;
comment on function private.open_shell(private.commit, bytea, text, uuid) is 'The locked shell that this genesis opens.';

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
    perform private.check_shell(c, signed, wanted.kind, create_conversation.context);
  end if;
  if not private.is_signed('commit-sig', signed, signature, private.roster_key(signed, me)) then
    return null;
  end if;
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
  'Begins a conversation with its genesis commit, or opens the shell of its id (context may name it, too). A pair''s direct one, a person''s note, or an opened shell is returned with created false. Null: ill-signed.';
