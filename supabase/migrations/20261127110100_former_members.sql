-- Former members: what somebody keeps of a conversation after leaving it or being removed.
--
-- They keep what they had: every event from their joining to the commit that let them go, that one included, because it
-- is signed and shows who did it. Nothing after it is served to them: no event, no roster, no position, no activity.
-- What the server learns: that somebody has put such a conversation away. Who reads: the former member. Who writes: the
-- same, to forget it.
-- Tested in: former-members.test.ts, history.test.ts, sync.test.ts.

alter table chat.members add column forgotten boolean not null default false;
comment on column chat.members.forgotten is 'A former member has put the conversation away: it is not served to them any more.';

create function private.forget_nothing_new() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  new.forgotten := false;
  return new;
end $$;
comment on function private.forget_nothing_new() is 'Who comes back has not forgotten: the conversation is new to them.';
create trigger forget_nothing_new before update of left_seq on chat.members
  for each row when (new.left_seq is null and old.left_seq is not null)
  execute function private.forget_nothing_new();

create or replace function private.membership(conversation uuid) returns chat.members
  language plpgsql stable
  set search_path = ''
as $$
declare
  m chat.members;
begin
  select x.* into m from chat.members x
    where x.conversation_id = conversation and x.user_id = private.caller() and not x.forgotten;
  perform private.demand(found, 'E_NOT_FOUND');
  return m;
end $$;
comment on function private.membership(uuid) is
  'The caller''s membership, also a former one that was not put away; E_NOT_FOUND for strangers and what does not exist. Whoever serves content has to stop at left_seq.';

create function private.last_of(m chat.members) returns bigint
  language sql immutable parallel safe
  return coalesce(m.left_seq, 9007199254740991);
comment on function private.last_of(chat.members) is 'The last event that is served for a membership.';

create function private.as_of(c chat.conversations, seq bigint) returns chat.conversations
  language plpgsql stable
  set search_path = ''
as $$
declare
  e chat.events;
begin
  select x.* into strict e from chat.events x where x.conversation_id = c.id and x.seq = as_of.seq;
  c.last_seq := e.seq;
  c.transcript := e.transcript;
  c.last_activity_at := e.received_at;
  c.epoch := e.epoch;
  c.commit_hash := e.hash;
  c.retention_days := private.u32(e.body, 128);
  c.policy_add := get_byte(e.body, 125);
  c.case_id := null;
  c.rotation_required := false;
  c.locked := false;
  return c;
end $$;
comment on function private.as_of(chat.conversations, bigint) is
  'A conversation as it stood right after the commit at seq: all that whoever was removed by it may still see.';

create function private.former_json(c chat.conversations, m chat.members) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object(
    'id', p.id, 'kind', p.kind, 'class', p.class, 'epoch', p.epoch,
    'last_seq', p.last_seq, 'transcript', private.to_text(p.transcript),
    'created_at', p.created_at, 'last_activity_at', p.last_activity_at,
    'rotation_required', p.rotation_required, 'locked', p.locked, 'retention_days', p.retention_days,
    'context', (
      select jsonb_build_object('kind', x.kind, 'external_id', x.external_id, 'title', x.title, 'state', x.state)
        from chat.contexts x where x.id = p.context_id),
    'members', '[]'::jsonb,
    'my', jsonb_build_object('role', null, 'joined_seq', m.joined_seq, 'left_seq', m.left_seq, 'read_seq', coalesce((
      select k.read_seq from chat.pointers k where k.conversation_id = p.id and k.user_id = m.user_id), 0)))
    from private.as_of(c, m.left_seq) p
$$;
comment on function private.former_json(chat.conversations, chat.members) is 'A conversation as a former member sees it in the list: as of their removal, without anybody in it.';

create or replace function private.summary_json(c chat.conversations, me uuid, role int, joined_seq bigint) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object(
    'id', c.id, 'kind', c.kind, 'class', c.class, 'epoch', c.epoch,
    'last_seq', c.last_seq, 'transcript', private.to_text(c.transcript),
    'created_at', c.created_at, 'last_activity_at', c.last_activity_at,
    'rotation_required', c.rotation_required, 'locked', c.locked, 'retention_days', c.retention_days,
    'context', (
      select jsonb_build_object('kind', x.kind, 'external_id', x.external_id, 'title', x.title, 'state', x.state)
        from chat.contexts x where x.id = c.context_id),
    'members', private.members_json(c),
    'my', jsonb_build_object('role', role, 'joined_seq', joined_seq, 'left_seq', null, 'read_seq', coalesce((
      select p.read_seq from chat.pointers p where p.conversation_id = c.id and p.user_id = me), 0)))
$$;

drop function private.events_after(uuid, bigint, int);
create function private.events_after(conversation uuid, after bigint, max int, until bigint default 9007199254740991) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select coalesce(jsonb_agg(private.event_json(w.e) order by (w.e).seq), '[]')
    from (
      select p.e, sum(p.size) over (order by (p.e).seq) - p.size as before
        from (
          select e, coalesce(octet_length(e.body), 0) + coalesce(octet_length(e.ct), 0) as size
            from chat.events e
            where e.conversation_id = conversation and e.seq > after and e.seq <= until
            order by e.seq limit max
        ) p
    ) w
    where w.before < 4194304
$$;
comment on function private.events_after(uuid, bigint, int, bigint) is
  'The next events up to a last one, ascending: at most max, and no further one once 4 MiB are reached.';

create or replace function public.events(conversation uuid, after bigint, max int default 200) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set enable_seqscan = off
as $$
declare
  m chat.members := private.membership(events.conversation);
begin
  return jsonb_build_object(
    'events', private.events_after(
      m.conversation_id, greatest(coalesce(events.after, 0), m.joined_seq - 1), private.bounded(events.max, 200, 1000),
      private.last_of(m)),
    'last_seq', (select least(c.last_seq, private.last_of(m)) from chat.conversations c where c.id = m.conversation_id));
end $$;

create or replace function public.history(conversation uuid, before bigint, max int default 50) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set enable_seqscan = off
as $$
declare
  m chat.members := private.membership(history.conversation);
  page jsonb := private.events_before(
    m.conversation_id, m.joined_seq, least(coalesce(history.before, 9007199254740991), private.last_of(m) + 1),
    private.bounded(history.max, 50, 200));
begin
  return jsonb_build_object('events', page, 'anchor', private.anchor(m.conversation_id, page, m.joined_seq - 1));
end $$;

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
    'conversation', (
      select case when m.left_seq is null then private.summary_json(c, m.user_id, m.role, m.joined_seq)
          else private.former_json(c, m) end
        from chat.conversations c where c.id = m.conversation_id),
    'commits', (
      select jsonb_agg(private.event_json(e) order by e.epoch)
        from chat.events e where e.conversation_id = m.conversation_id and e.kind = 1 and e.seq <= private.last_of(m)),
    'events', page,
    'anchor', private.anchor(m.conversation_id, page, m.joined_seq - 1));
end $$;

create or replace function public.event_hashes(conversation uuid, after bigint, max int default 10000) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set enable_seqscan = off
as $$
declare
  m chat.members := private.membership(event_hashes.conversation);
begin
  return jsonb_build_object(
    'hashes', coalesce((
      select private.to_text(string_agg(substring(int2send(e.kind::int2) from 2) || e.hash, ''::bytea order by e.seq))
        from (
          select x.seq, x.kind, x.hash from chat.events x
            where x.conversation_id = m.conversation_id and x.seq > coalesce(event_hashes.after, 0)
              and x.seq <= private.last_of(m)
            order by x.seq limit private.bounded(event_hashes.max, 10000, 10000)) e), ''),
    'last_seq', (select least(c.last_seq, private.last_of(m)) from chat.conversations c where c.id = m.conversation_id));
end $$;

create index members_who_left on chat.members (user_id) where left_seq is not null and not forgotten;

create function private.my_former(me uuid) returns setof chat.members
  language sql stable
begin atomic
  select m.* from chat.members m where m.user_id = me and m.left_seq is not null and not m.forgotten;
end;
comment on function private.my_former(uuid) is 'Memberships that have ended and were not put away.';

create or replace function public.sync(cursors jsonb, max int default 200) returns jsonb
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
    select c, m.role, m.joined_seq, (known ->> c.id::text)::bigint as cursor, null::chat.members as former,
        c.last_activity_at as at, c.id as id
      from private.my_conversations(me) m join chat.conversations c on c.id = m.conversation_id
      where c.last_seq > coalesce((known ->> c.id::text)::bigint, -1)
    union all
    select private.as_of(c, m.left_seq), null, m.joined_seq, (known ->> c.id::text)::bigint, m, e.received_at, c.id
      from private.my_former(me) m join chat.conversations c on c.id = m.conversation_id
        join chat.events e on e.conversation_id = m.conversation_id and e.seq = m.left_seq
      where m.left_seq > coalesce((known ->> c.id::text)::bigint, -1)
    order by at desc, id desc
    limit 500
  loop
    found_here := case
      when row.cursor is null or left_over = 0 then '[]'
      else private.events_after((row.c).id, greatest(row.cursor, row.joined_seq - 1), left_over, (row.c).last_seq)
    end;
    left_over := left_over - jsonb_array_length(found_here);
    changed := changed || (
      case when (row.former).user_id is null then private.summary_json(row.c, me, row.role, row.joined_seq)
        else private.former_json(row.c, row.former) end
      || jsonb_build_object(
        'events', found_here,
        'more', row.cursor is not null and coalesce((found_here -> -1 ->> 'seq')::bigint, row.cursor) < (row.c).last_seq));
  end loop;
  return jsonb_build_object(
    'now', now(),
    'conversations', to_jsonb(changed),
    'gone', (
      select coalesce(jsonb_agg(k.key), '[]') from jsonb_object_keys(known) k (key)
        where k.key::uuid not in (
          select m.conversation_id from private.my_conversations(me) m
          union all select f.conversation_id from private.my_former(me) f)));
end $$;
comment on function public.sync(jsonb, int) is
  'What has happened since the caller''s cursors: conversations with news, at most max events in all, those the caller was let go from up to that commit, and those that are no longer served.';

create function public.forget(conversation uuid) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
begin
  perform private.spend('store', me);
  update chat.members m set forgotten = true
    where m.conversation_id = forget.conversation and m.user_id = me and m.left_seq is not null;
  perform private.demand(found, 'E_NOT_FOUND');
  return '{}';
end $$;
comment on function public.forget(uuid) is 'Puts a conversation away that the caller is no longer in: it is not served to them any more.';

revoke all on function public.forget(uuid) from public, anon, authenticated, service_role;
grant execute on function public.forget(uuid) to authenticated;
