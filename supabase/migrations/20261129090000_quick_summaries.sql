-- The list in one breath: what says how a conversation stands is asked a hundred times per page of the list. A function in
-- plain SQL that calls another one has it planned anew at every call (about 0.3 ms each); in plpgsql a plan is made once per
-- connection. A page of 100 took 103 ms, and takes 14. What is answered, who may ask and what the server learns: nothing new.
-- Tested in sync.test.ts, lifecycle.test.ts, context-changes.test.ts, rooms.test.ts; measured by `npm run bench -- list`.

create or replace function private.context_json(context uuid) returns jsonb
  language plpgsql stable
  set search_path = ''
as $$
begin
  if context_json.context is null then
    return null;
  end if;
  return (
    select jsonb_build_object(
        'kind', x.kind, 'external_id', x.external_id, 'title', x.title, 'state', x.state, 'ended', x.ended_at is not null,
        'platform', p.name)
      from chat.contexts x join chat.platforms p on p.id = x.platform_id where x.id = context_json.context);
end $$;

create or replace function private.members_json(c chat.conversations) returns jsonb
  language plpgsql stable
  set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
        'user_id', m.user_id, 'role', m.role, 'joined_seq', m.joined_seq, 'party_role', m.party_role,
        'read', private.to_text(p.read), 'view', private.to_text(p.view)) order by m.user_id), '[]')
      from (
        select x.user_id, x.role, x.joined_seq, x.party_role
          from chat.members x where x.conversation_id = c.id and x.left_seq is null
        union all
        select y.user_id, 1, 0, y.role from chat.parties y where c.epoch = 0 and y.context_id = c.context_id
      ) m left join chat.pointers p on p.conversation_id = c.id and p.user_id = m.user_id);
end $$;

create or replace function private.lifecycle_json(c chat.conversations, role int) returns jsonb
  language plpgsql stable
  set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
        'closed_at', c.closed_at, 'closed_by', c.closed_by, 'deletes_at', c.deletes_at,
        'wishes', coalesce((select jsonb_agg(w.user_id) from chat.deletion_wishes w where w.conversation_id = c.id), '[]'),
        'may_close', r.close_by = 'admin' and lifecycle_json.role = 2,
        'may_delete', case
          when r.delete_by = 'admin' and lifecycle_json.role = 2 then 'alone'
          when r.delete_by = 'all' and lifecycle_json.role <> 3 then 'together' end,
        'grace_days', extract(day from r.grace)::int)
      from chat.lifecycle_rules r where r.kind = c.kind);
end $$;

create or replace function private.summary_json(c chat.conversations, me uuid, role int, joined_seq bigint) returns jsonb
  language plpgsql stable
  set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', c.id, 'kind', c.kind, 'class', c.class, 'epoch', c.epoch,
    'last_seq', c.last_seq, 'transcript', private.to_text(c.transcript),
    'created_at', c.created_at, 'last_activity_at', c.last_activity_at,
    'rotation_required', c.rotation_required, 'locked', c.locked, 'retention_days', c.retention_days,
    'context', private.context_json(c.context_id),
    'awaits', (select r.awaits from chat.requests r where r.conversation_id = c.id),
    'lifecycle', private.lifecycle_json(c, summary_json.role),
    'members', private.members_json(c),
    'my', jsonb_build_object('role', summary_json.role, 'joined_seq', summary_json.joined_seq, 'left_seq', null, 'read_seq', coalesce((
      select p.read_seq from chat.pointers p where p.conversation_id = c.id and p.user_id = summary_json.me), 0)));
end $$;

create or replace function private.room_summary(c chat.conversations, m chat.room_members) returns jsonb
  language plpgsql stable
  set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
        'id', c.id, 'kind', c.kind, 'class', c.class, 'epoch', c.epoch, 'last_seq', c.last_seq, 'transcript', '',
        'created_at', c.created_at, 'last_activity_at', c.last_activity_at,
        'rotation_required', false, 'locked', c.locked, 'retention_days', c.retention_days,
        'context', private.context_json(c.context_id),
        'members', '[]'::jsonb,
        'room', jsonb_build_object('title', r.title, 'about', r.about, 'members', c.member_count, 'capacity', r.capacity,
          'listed', r.listed, 'kept_since', r.kept_since, 'slow_seconds', r.slow_seconds, 'silenced_until', case
            when m.silenced_until = 'infinity' then 'infinity'
            when m.silenced_until > now() then to_jsonb(m.silenced_until) #>> '{}' end),
        'my', jsonb_build_object('role', m.role, 'joined_seq', m.joined_seq, 'left_seq', null, 'read_seq', m.read_seq))
      from chat.rooms r where r.conversation_id = c.id);
end $$;
