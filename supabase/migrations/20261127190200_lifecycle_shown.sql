-- Lifecycle shown: where a conversation stands in its life is part of its summary.
--
-- What the server learns: nothing new. Who reads: members of the current roster. Who writes: see lifecycle.
-- Tested in: lifecycle.test.ts.

create function private.lifecycle_json(c chat.conversations, role int) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object(
      'closed_at', c.closed_at, 'closed_by', c.closed_by, 'deletes_at', c.deletes_at,
      'wishes', coalesce((select jsonb_agg(w.user_id) from chat.deletion_wishes w where w.conversation_id = c.id), '[]'),
      'may_close', r.close_by = 'admin' and role = 2,
      'may_delete', case when r.delete_by = 'admin' and role = 2 then 'alone' when r.delete_by = 'all' and role <> 3 then 'together' end,
      'grace_days', extract(day from r.grace)::int)
    from chat.lifecycle_rules r where r.kind = c.kind
$$;
comment on function private.lifecycle_json(chat.conversations, int) is 'Where a conversation stands in its life, and what the reader may do about it; null for open rooms.';

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
    'lifecycle', private.lifecycle_json(c, role),
    'members', private.members_json(c),
    'my', jsonb_build_object('role', role, 'joined_seq', joined_seq, 'left_seq', null, 'read_seq', coalesce((
      select p.read_seq from chat.pointers p where p.conversation_id = c.id and p.user_id = me), 0)))
$$;
