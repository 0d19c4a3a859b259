-- Changes of contexts: a host says what its thing is called now, what state it is in, and that it is over.
--
-- Kind and external id never change: the log of the conversation is signed over them. Title and state are the host's word,
-- for display, verified by nobody and granting nothing. A thing that is over loses title and state; its conversation and
-- everything said in it stay.
-- What the server learns: what the host says, from the host. Who reads: members, in the summary, at once. Who writes: the
-- host platform that opened the context, through the service role.
-- Tested in: context-changes.test.ts, delivery.test.ts.

alter table chat.contexts
  alter column title drop not null,
  add column ended_at timestamptz,
  drop constraint title_is_plain_text,
  add constraint title_is_plain_text check (title is null or private.is_plain_text(title, 200)),
  add constraint what_is_over_has_no_title check (ended_at is null or (title is null and state = 'ended'));
comment on column chat.contexts.title is 'What the host calls it; null: nothing in particular.';
comment on column chat.contexts.ended_at is 'The host has said that the thing is over. It stays so.';

drop function public.host_create_context(text, text, text, text, jsonb);
create function public.host_create_context(
  key_hash text, kind text, external_id text, parties jsonb, title text default null
) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  platform uuid := (select p.id from chat.platforms p where p.key_hash = host_create_context.key_hash);
  shell uuid := gen_random_uuid();
  wanted chat.kinds;
  about uuid;
begin
  perform private.demand(platform is not null, 'E_AUTH');
  perform private.spend('host', platform);
  select k.* into wanted from chat.kinds k where k.kind = host_create_context.kind and k.linked;
  perform private.demand(found and private.is_plain_text(host_create_context.external_id, 128)
    and (host_create_context.title is null or private.is_plain_text(host_create_context.title, 200)), 'E_INPUT');
  perform private.demand((select bool_and(p.user_id is not null) from private.resolve_parties(parties) p), 'E_NOT_FOUND');
  perform private.demand(
    (select count(*) = count(distinct p.user_id) from private.resolve_parties(parties) p), 'E_INPUT');
  insert into chat.contexts (platform_id, kind, external_id, title)
    values (platform, wanted.kind, host_create_context.external_id, host_create_context.title)
    on conflict do nothing returning id into about;
  if about is null then
    select x.id into strict about from chat.contexts x
      where x.platform_id = platform and x.kind = wanted.kind and x.external_id = host_create_context.external_id;
    perform private.demand(not exists (
      select from private.resolve_parties(parties) n
        full join (select p.user_id, p.role from chat.parties p where p.context_id = about) k using (user_id, role)
        where n.user_id is null or k.user_id is null or n.role is null or k.role is null), 'E_CONFLICT');
    return private.context_answer(about, false);
  end if;
  insert into chat.parties (context_id, user_id, role) select about, p.user_id, p.role from private.resolve_parties(parties) p;
  insert into chat.conversations (id, kind, class, context_id, transcript)
    values (shell, wanted.kind, wanted.class, about, private.h('t0', uuid_send(shell)));
  return private.context_answer(about, true);
end $$;
comment on function public.host_create_context(text, text, text, jsonb, text) is
  'Makes a context and its shell, once per platform, kind and external id: the same parties again get the same answer, others E_CONFLICT. Without a title it has none.';

create function private.host_context(key_hash text, context uuid) returns chat.contexts
  language plpgsql
  set search_path = ''
as $$
declare
  platform uuid := (select p.id from chat.platforms p where p.key_hash = host_context.key_hash);
  about chat.contexts;
begin
  perform private.demand(platform is not null, 'E_AUTH');
  perform private.spend('host', platform);
  select x.* into about from chat.contexts x where x.id = host_context.context and x.platform_id = platform for update;
  perform private.demand(found, 'E_NOT_FOUND');
  return about;
end $$;
comment on function private.host_context(text, uuid) is 'The locked context of the platform that shows this key; one of another platform is E_NOT_FOUND.';

create function private.context_state(context uuid) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object(
      'context', x.id, 'conversation', c.id, 'title', x.title, 'state', x.state, 'ended', x.ended_at is not null)
    from chat.contexts x join chat.conversations c on c.context_id = x.id where x.id = context
$$;
comment on function private.context_state(uuid) is 'What a host is answered after a change of its context.';

create function public.host_change_context(key_hash text, context uuid, change jsonb) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  about chat.contexts := private.host_context(host_change_context.key_hash, host_change_context.context);
begin
  perform private.demand(pg_column_size(change) <= 4096 and jsonb_typeof(change) = 'object' and change <> '{}'
    and change - array['title', 'state'] = '{}', 'E_INPUT');
  perform private.demand(not change ? 'title' or jsonb_typeof(change -> 'title') = 'null'
    or (jsonb_typeof(change -> 'title') = 'string' and private.is_plain_text(change ->> 'title', 200)), 'E_INPUT');
  perform private.demand(not change ? 'state'
    or (jsonb_typeof(change -> 'state') = 'string' and private.is_plain_text(change ->> 'state', 32)), 'E_INPUT');
  perform private.demand(about.ended_at is null, 'E_CONFLICT');
  update chat.contexts x
    set title = case when change ? 'title' then change ->> 'title' else x.title end,
      state = coalesce(change ->> 'state', x.state)
    where x.id = about.id;
  return private.context_state(about.id);
end $$;
comment on function public.host_change_context(text, uuid, jsonb) is
  'Sets title (null: none) and state of a context of this platform. E_CONFLICT once it has ended.';

create function public.host_end_context(key_hash text, context uuid) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  about chat.contexts := private.host_context(host_end_context.key_hash, host_end_context.context);
begin
  update chat.contexts x set title = null, state = 'ended', ended_at = now() where x.id = about.id and x.ended_at is null;
  return private.context_state(about.id);
end $$;
comment on function public.host_end_context(text, uuid) is
  'The thing is over: title and state are forgotten, the conversation stays. Again is no error.';

create function private.announce_context_change() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
begin
  perform realtime.send(jsonb_build_object('conversation', t.id), 'conversation', 'user:' || t.user_id, true)
    from (
      select c.id, m.user_id from chat.conversations c join chat.members m on m.conversation_id = c.id
        where c.context_id = new.id and m.left_seq is null
      union
      select c.id, p.user_id from chat.conversations c join chat.parties p on p.context_id = c.context_id
        where c.context_id = new.id and c.epoch = 0
    ) t;
  return null;
end $$;
comment on function private.announce_context_change() is 'Title or state of a context has changed: those who see it read the summary again.';
create trigger announce_context_change after update on chat.contexts
  for each row when ((old.title, old.state, old.ended_at) is distinct from (new.title, new.state, new.ended_at))
  execute function private.announce_context_change();

create function private.context_json(context uuid) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object(
      'kind', x.kind, 'external_id', x.external_id, 'title', x.title, 'state', x.state, 'ended', x.ended_at is not null,
      'platform', p.name)
    from chat.contexts x join chat.platforms p on p.id = x.platform_id where x.id = context
$$;
comment on function private.context_json(uuid) is 'A context as people see it. Kind and external id are what the log is signed over; the rest is the host''s word.';

create or replace function private.former_json(c chat.conversations, m chat.members) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object(
    'id', p.id, 'kind', p.kind, 'class', p.class, 'epoch', p.epoch,
    'last_seq', p.last_seq, 'transcript', private.to_text(p.transcript),
    'created_at', p.created_at, 'last_activity_at', p.last_activity_at,
    'rotation_required', p.rotation_required, 'locked', p.locked, 'retention_days', p.retention_days,
    'context', private.context_json(p.context_id),
    'members', '[]'::jsonb,
    'my', jsonb_build_object('role', null, 'joined_seq', m.joined_seq, 'left_seq', m.left_seq, 'read_seq', coalesce((
      select k.read_seq from chat.pointers k where k.conversation_id = p.id and k.user_id = m.user_id), 0)))
    from private.as_of(c, m.left_seq) p
$$;

create or replace function private.summary_json(c chat.conversations, me uuid, role int, joined_seq bigint) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object(
    'id', c.id, 'kind', c.kind, 'class', c.class, 'epoch', c.epoch,
    'last_seq', c.last_seq, 'transcript', private.to_text(c.transcript),
    'created_at', c.created_at, 'last_activity_at', c.last_activity_at,
    'rotation_required', c.rotation_required, 'locked', c.locked, 'retention_days', c.retention_days,
    'context', private.context_json(c.context_id),
    'awaits', (select r.awaits from chat.requests r where r.conversation_id = c.id),
    'members', private.members_json(c),
    'my', jsonb_build_object('role', role, 'joined_seq', joined_seq, 'left_seq', null, 'read_seq', coalesce((
      select p.read_seq from chat.pointers p where p.conversation_id = c.id and p.user_id = me), 0)))
$$;

revoke all on function
  public.host_create_context(text, text, text, jsonb, text), public.host_change_context(text, uuid, jsonb),
  public.host_end_context(text, uuid)
  from public, anon, authenticated, service_role;
grant execute on function
  public.host_create_context(text, text, text, jsonb, text), public.host_change_context(text, uuid, jsonb),
  public.host_end_context(text, uuid)
  to service_role;
