-- Sync: the list of conversations, everything since a client's cursors, and the names of the people in it.
--
-- What the server learns: which conversations a client knows and how far.
-- Who reads: members of the current roster; parties see their unopened shells; of people only those one shares a
-- conversation or a context with.
-- Tested in: sync.test.ts, plans.test.ts.

create function public.conversations(
  before timestamptz default null, before_id uuid default null, max int default 100
) returns jsonb
  language sql stable security definer
  set search_path = ''
as $$
  select coalesce(jsonb_agg(private.summary_json(l.c, l.me, l.role, l.joined_seq)
      order by (l.c).last_activity_at desc, (l.c).id desc), '[]')
    from (
      select c, w.me, m.role, m.joined_seq
        from (select private.caller() as me) w
          cross join lateral private.my_conversations(w.me) m
          join chat.conversations c on c.id = m.conversation_id
        where conversations.before is null or (c.last_activity_at, c.id)
          < (conversations.before, coalesce(conversations.before_id, '00000000-0000-0000-0000-000000000000'))
        order by c.last_activity_at desc, c.id desc
        limit private.bounded(conversations.max, 100, 200)
    ) l
$$;
comment on function public.conversations(timestamptz, uuid, int) is
  'The caller''s conversations, newest activity first; the next page begins at the last one''s last_activity_at and id.';

create function private.checked_cursors(cursors jsonb) returns jsonb
  language plpgsql immutable
  set search_path = ''
as $$
begin
  perform private.demand(jsonb_typeof(cursors) = 'object' and pg_column_size(cursors) <= 1048576, 'E_INPUT');
  perform private.demand(coalesce((
    select bool_and(c.key ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' and jsonb_typeof(c.value) = 'number'
        and (c.value)::text ~ '^\d{1,15}$')
      from jsonb_each(cursors) c), true), 'E_INPUT');
  return cursors;
end $$;
comment on function private.checked_cursors(jsonb) is 'An object of conversation id to seq, about 20,000 entries at most.';

create function public.sync(cursors jsonb, max int default 200) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
  known jsonb := private.checked_cursors(sync.cursors);
  left_over int := private.bounded(sync.max, 200, 1000);
  changed jsonb[] := '{}';
  found_here jsonb;
  row record;
begin
  for row in
    select c, m.role, m.joined_seq, (known ->> c.id::text)::bigint as cursor
      from private.my_conversations(me) m join chat.conversations c on c.id = m.conversation_id
      where c.last_seq > coalesce((known ->> c.id::text)::bigint, -1)
      order by c.last_activity_at desc, c.id desc
      limit 500
  loop
    found_here := case
      when row.cursor is null or left_over = 0 then '[]'
      else private.events_after((row.c).id, greatest(row.cursor, row.joined_seq - 1), left_over)
    end;
    left_over := left_over - jsonb_array_length(found_here);
    changed := changed || (private.summary_json(row.c, me, row.role, row.joined_seq) || jsonb_build_object(
      'events', found_here,
      'more', row.cursor is not null and coalesce((found_here -> -1 ->> 'seq')::bigint, row.cursor) < (row.c).last_seq));
  end loop;
  return jsonb_build_object(
    'now', now(),
    'conversations', to_jsonb(changed),
    'gone', (
      select coalesce(jsonb_agg(k.key), '[]') from jsonb_object_keys(known) k (key)
        where k.key::uuid not in (select m.conversation_id from private.my_conversations(me) m)));
end $$;
comment on function public.sync(jsonb, int) is
  'What has happened since the caller''s cursors: conversations with news, at most max events in all, and those the caller is no longer in.';

create function public.people(ids uuid[]) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
begin
  perform private.demand(cardinality(people.ids) <= 1000, 'E_INPUT');
  return (
    select coalesce(jsonb_agg(private.person_json(p)), '[]')
      from chat.profiles p
      where p.user_id = any (people.ids) and (
        p.user_id = me
        or exists (
          select from chat.members mine join chat.members theirs using (conversation_id)
            where mine.user_id = me and theirs.user_id = p.user_id
              and theirs.joined_seq < coalesce(mine.left_seq, 9007199254740991))
        or exists (
          select from chat.parties mine join chat.parties theirs using (context_id)
            where mine.user_id = me and theirs.user_id = p.user_id)));
end $$;
comment on function public.people(uuid[]) is
  'Those of the asked people who share, or shared while the caller was in it, a conversation or a context with the caller. Others are left out silently.';

revoke all on function
  public.conversations(timestamptz, uuid, int), public.sync(jsonb, int), public.people(uuid[])
  from public, anon, authenticated, service_role;
grant execute on function
  public.conversations(timestamptz, uuid, int), public.sync(jsonb, int), public.people(uuid[])
  to authenticated;
