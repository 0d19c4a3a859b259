-- Summaries at once: the list is put together for all conversations of an answer, not for one after the other.
--
-- How a conversation stands took six small queries of its own, and its JSON was taken apart and put together again by
-- whatever went around it: 0.13 ms each, and 0.3 where a function has its plans made for every call (sync). Here it is one
-- query for all, which looks up each conversation by its key, writes text that stays as it is, and keeps its plan: a plan
-- made when the tables were almost empty is still right when they are full, because it has no other way to go. The same
-- holds for finding a person's conversations: they are few of many, so the way to them is along the index of the person.
-- What is answered, who may ask, who reads and what the server learns: nothing new. Who is in a conversation is said by
-- private.my_conversations, private.my_former and the places in rooms alone; private.summaries believes whoever calls it.
-- Tested in: sync.test.ts, lifecycle.test.ts, context-changes.test.ts, group-requests.test.ts, former-members.test.ts,
-- rooms.test.ts, plans.test.ts; measured by `npm run bench -- list`.

create function private.summaries(me uuid, ids uuid[], roles int[], joined bigint[]) returns table (place bigint, summary json)
  language plpgsql stable
  set search_path = '' set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  return query
    select asked.place, case c.class
          when 'sealed' then to_json(s)
          when 'open' then (
            select private.room_summary(r, o)::json
              from chat.conversations r join chat.room_members o on o.conversation_id = r.id
              where r.id = asked.id and o.user_id = summaries.me) end
      from unnest(summaries.ids, summaries.roles, summaries.joined) with ordinality asked (id, role, joined_seq, place)
        -- "offset 0" keeps the planner from beginning with all conversations there are, however few it believes in.
        left join lateral (select x.* from chat.conversations x where x.id = asked.id offset 0) c on true
        left join chat.lifecycle_rules l on l.kind = c.kind
        cross join lateral (
          select c.id, c.kind, c.class, c.epoch, c.last_seq, private.to_text(c.transcript) as transcript,
            c.created_at, c.last_activity_at, c.rotation_required, c.locked, c.retention_days,
            case when c.context_id is not null then private.context_json(c.context_id) end as context,
            (select r.awaits from chat.requests r where r.conversation_id = c.id) as awaits,
            (select r.asker from chat.group_requests r
              where r.conversation_id = c.id and r.user_id = summaries.me and r.answer = 'awaited') as asked_by,
            case when l.kind is not null then (
              select to_json(x) from (
                select c.closed_at, c.closed_by, c.deletes_at,
                  (select coalesce(json_agg(w.user_id), '[]') from chat.deletion_wishes w where w.conversation_id = c.id) as wishes,
                  l.close_by = 'admin' and asked.role = 2 as may_close,
                  case when l.delete_by = 'admin' and asked.role = 2 then 'alone'
                    when l.delete_by = 'all' and asked.role <> 3 then 'together' end as may_delete,
                  extract(day from l.grace)::int as grace_days) x) end as lifecycle,
            (select coalesce(json_agg(y order by y.user_id), '[]') from (
              select m.user_id, m.role, m.joined_seq, m.party_role,
                  private.to_text(p.read) as read, private.to_text(p.view) as view
                from (
                  select x.user_id, x.role, x.joined_seq, x.party_role
                    from chat.members x where x.conversation_id = c.id and x.left_seq is null
                  union all
                  select z.user_id, 1, 0, z.role from chat.parties z where c.epoch = 0 and z.context_id = c.context_id
                ) m left join chat.pointers p on p.conversation_id = c.id and p.user_id = m.user_id) y) as members,
            (select to_json(x) from (
              select asked.role, asked.joined_seq, null as left_seq, coalesce((
                select p.read_seq from chat.pointers p where p.conversation_id = c.id and p.user_id = summaries.me), 0) as read_seq
            ) x) as my
        ) s;
end $$;
comment on function private.summaries(uuid, uuid[], int[], bigint[]) is
  'Conversations and rooms as the person sees them in the list, each given by id, the person''s role and first event; in a shell the parties are the members. One row for each, nothing in it where no id is given. Asks for no right: callers do.';

drop function public.conversations(timestamptz, uuid, int);
create function public.conversations(
  before timestamptz default null, before_id uuid default null, max int default 100
) returns json
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  me uuid := private.caller();
  most int := private.bounded(conversations.max, 100, 500);
  ids uuid[];
  roles int[];
  joined bigint[];
begin
  select array_agg(p.id), array_agg(p.role), array_agg(p.joined_seq) into ids, roles, joined
    from (
      select c.id, m.role, m.joined_seq
        from (
          select s.conversation_id, s.role, s.joined_seq from private.my_conversations(me) s
          union all
          select r.conversation_id, r.role, r.joined_seq from chat.room_members r where r.user_id = me and r.left_seq is null
        ) m join chat.conversations c on c.id = m.conversation_id
        where conversations.before is null or (c.last_activity_at, c.id)
          < (conversations.before, coalesce(conversations.before_id, '00000000-0000-0000-0000-000000000000'))
        order by c.last_activity_at desc, c.id desc
        limit most
    ) p;
  return (
    select coalesce(json_agg(s.summary order by s.place), '[]') from private.summaries(me, ids, roles, joined) s);
end $$;
comment on function public.conversations(timestamptz, uuid, int) is
  'The caller''s conversations, newest activity first; the next page begins at the last one''s last_activity_at and id.';

drop function public.sync(jsonb, int);
create function public.sync(cursors jsonb, max int default 200) returns json
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  me uuid := private.caller();
  known jsonb := private.checked_cursors(sync.cursors);
  left_over int := private.bounded(sync.max, 200, 1000);
  row record;
  found_here jsonb;
  -- Of one place each: who is still in it is summed up by id, who was let go gets what they may keep.
  ids uuid[] := '{}';
  roles int[] := '{}';
  joined bigint[] := '{}';
  kept jsonb[] := '{}';
  events jsonb[] := '{}';
  more boolean[] := '{}';
  summaries json[];
begin
  for row in
    select c.id, c.last_seq, m.role, m.joined_seq, null::chat.members as former, c.last_activity_at as at,
        (known ->> c.id::text)::bigint as cursor
      from private.my_conversations(me) m join chat.conversations c on c.id = m.conversation_id
      where c.last_seq > coalesce((known ->> c.id::text)::bigint, -1)
    union all
    select m.conversation_id, m.left_seq, null, m.joined_seq, m, e.received_at,
        (known ->> m.conversation_id::text)::bigint
      from private.my_former(me) m
        join chat.events e on e.conversation_id = m.conversation_id and e.seq = m.left_seq
      where m.left_seq > coalesce((known ->> m.conversation_id::text)::bigint, -1)
    order by at desc, id desc
    limit 500
  loop
    found_here := case
      when row.cursor is null or left_over = 0 then '[]'
      else private.events_after(row.id, greatest(row.cursor, row.joined_seq - 1), left_over, row.last_seq)
    end;
    left_over := left_over - jsonb_array_length(found_here);
    ids := ids || case when (row.former).user_id is null then row.id end;
    roles := roles || row.role;
    joined := joined || row.joined_seq;
    kept := kept || case when (row.former).user_id is not null then (
      select private.former_json(c, row.former) from chat.conversations c where c.id = row.id) end;
    events := events || found_here;
    more := more || (row.cursor is not null and coalesce((found_here -> -1 ->> 'seq')::bigint, row.cursor) < row.last_seq);
  end loop;
  select array_agg(s.summary order by s.place) into summaries from private.summaries(me, ids, roles, joined) s;
  return json_build_object(
    'now', now(),
    'conversations', (
      select coalesce(json_agg(x.entry order by x.kind, x.place), '[]') from (
        select 1 as kind, n.place,
            coalesce(n.summary::jsonb, n.kept) || jsonb_build_object('events', n.events, 'more', n.more) as entry
          from unnest(summaries, kept, events, more) with ordinality n (summary, kept, events, more, place)
        union all
        select 2, r.place, r.entry from jsonb_array_elements(private.rooms_since(me, known)) with ordinality r (entry, place)) x),
    'gone', (
      select coalesce(json_agg(k.key), '[]') from jsonb_object_keys(known) k (key)
        where k.key::uuid not in (
          select m.conversation_id from private.my_conversations(me) m
          union all select f.conversation_id from private.my_former(me) f
          union all select r from private.my_rooms(me) r)));
end $$;
comment on function public.sync(jsonb, int) is
  'What has happened since the caller''s cursors: conversations with news, at most max events in all, those the caller was let go from up to that commit, rooms with news, and those that are no longer served.';

create or replace function public.start(conversation uuid, max int default 50) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  m chat.members := private.membership(start.conversation);
  page jsonb := private.events_before(
    m.conversation_id, m.joined_seq, private.last_of(m) + 1, private.bounded(start.max, 50, 200));
begin
  return jsonb_build_object(
    'conversation', case when m.left_seq is null then (
        select s.summary from private.summaries(m.user_id, array[m.conversation_id], array[m.role], array[m.joined_seq]) s)::jsonb
      else (
        select private.former_json(c, m) from chat.conversations c where c.id = m.conversation_id) end,
    'commits', (
      select jsonb_agg(private.event_json(e) order by e.epoch)
        from chat.events e where e.conversation_id = m.conversation_id and e.kind = 1 and e.seq <= private.last_of(m)),
    'events', page,
    'anchor', private.anchor(m.conversation_id, page, m.joined_seq - 1));
end $$;

drop function private.summary_json(chat.conversations, uuid, int, bigint);
drop function private.members_json(chat.conversations);
drop function private.lifecycle_json(chat.conversations, int);

revoke all on function public.conversations(timestamptz, uuid, int), public.sync(jsonb, int)
  from public, anon, authenticated, service_role;
grant execute on function public.conversations(timestamptz, uuid, int), public.sync(jsonb, int) to authenticated;
