-- Hosts: how the server of a host platform makes a context and its shell; people then open the conversation themselves.
--
-- What the server learns: that these people have something to talk about, from the host, which knows it anyway.
-- Who writes: the service role on behalf of a platform that shows its key. A shell holds no key and no content: the host
-- can name the parties, never enter the conversation.
-- Tested in: contexts.test.ts.

create function private.resolve_parties(parties jsonb) returns table (user_id uuid, role text)
  language plpgsql stable
  set search_path = ''
as $$
begin
  perform private.demand(pg_column_size(parties) <= 131072 and jsonb_typeof(parties) = 'array' and jsonb_array_length(parties) between 2 and 256, 'E_INPUT');
  perform private.demand((
    select bool_and(jsonb_typeof(p) = 'object' and private.is_plain_text(p ->> 'role', 32)
        and num_nonnulls(p ->> 'handle', p ->> 'email') = 1)
      from jsonb_array_elements(parties) p), 'E_INPUT');
  return query
    select coalesce(f.user_id, u.id), p ->> 'role'
      from jsonb_array_elements(parties) p
        left join chat.profiles f on f.handle = private.handle_of(p ->> 'handle')
        left join auth.users u on u.email = lower(btrim(p ->> 'email'));
end $$;
comment on function private.resolve_parties(jsonb) is 'The people named by a host, by handle or e-mail address; user_id is null where there is nobody.';

create function public.host_create_platform(name text, key_hash text) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  made uuid;
begin
  perform private.demand(private.is_plain_text(host_create_platform.name, 64)
    and host_create_platform.key_hash ~ '^[0-9a-f]{64}$', 'E_INPUT');
  insert into chat.platforms (name, key_hash) values (host_create_platform.name, host_create_platform.key_hash)
    on conflict do nothing returning id into made;
  if made is null then
    select p.id into made from chat.platforms p
      where p.name = host_create_platform.name and p.key_hash = host_create_platform.key_hash;
    perform private.demand(found, 'E_CONFLICT');
  end if;
  return jsonb_build_object('platform', made);
end $$;
comment on function public.host_create_platform(text, text) is
  'Registers a host platform by the SHA-256 (hex) of its key; the same pair again answers with the same id.';

create function private.context_answer(context uuid, created boolean) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object(
      'context', c.context_id, 'conversation', c.id, 'created', created,
      'parties', (select jsonb_agg(jsonb_build_object('user_id', p.user_id, 'role', p.role) order by p.user_id)
        from chat.parties p where p.context_id = c.context_id))
    from chat.conversations c where c.context_id = context
$$;
comment on function private.context_answer(uuid, boolean) is 'What a host learns of its context.';

create function public.host_create_context(
  key_hash text, kind text, external_id text, title text, parties jsonb
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
    and private.is_plain_text(host_create_context.title, 200), 'E_INPUT');
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
comment on function public.host_create_context(text, text, text, text, jsonb) is
  'Makes a context and its shell, once per platform, kind and external id: the same parties again get the same answer, others E_CONFLICT.';

create function public.health() returns jsonb
  language sql stable security definer
  set search_path = ''
as $$ select jsonb_build_object('ok', true) $$;
comment on function public.health() is 'Answers when the database answers and the migrations are in place.';

revoke all on function
  public.host_create_platform(text, text), public.host_create_context(text, text, text, text, jsonb), public.health()
  from public, anon, authenticated, service_role;
grant execute on function
  public.host_create_platform(text, text), public.host_create_context(text, text, text, text, jsonb), public.health()
  to service_role;
