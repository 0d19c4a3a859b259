-- Summaries: what a person sees of conversations before opening one.
--
-- What the server learns: nothing new. Who reads: members of the current roster; parties see their unopened shells.
-- Tested in: sync.test.ts.

create function private.my_conversations(me uuid) returns table (conversation_id uuid, role int, joined_seq bigint)
  language sql stable
begin atomic
  select m.conversation_id, m.role, m.joined_seq from chat.members m where m.user_id = me and m.left_seq is null
  union all
  select c.id, 1, 0::bigint
    from chat.parties p join chat.conversations c on c.context_id = p.context_id
    where p.user_id = me and c.epoch = 0 and c.class = 'sealed';
end;
comment on function private.my_conversations(uuid) is 'The conversations a person is in, and the shells that wait for one of their parties to open them.';

create function private.members_json(c chat.conversations) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
      'user_id', m.user_id, 'role', m.role, 'joined_seq', m.joined_seq, 'party_role', m.party_role,
      'read', private.to_text(p.read), 'view', private.to_text(p.view)) order by m.user_id), '[]')
    from (
      select x.user_id, x.role, x.joined_seq, x.party_role
        from chat.members x where x.conversation_id = c.id and x.left_seq is null
      union all
      select y.user_id, 1, 0, y.role from chat.parties y where c.epoch = 0 and y.context_id = c.context_id
    ) m left join chat.pointers p on p.conversation_id = c.id and p.user_id = m.user_id
$$;
comment on function private.members_json(chat.conversations) is 'Members with their pointers; the parties, for a shell.';

create function private.summary_json(c chat.conversations, me uuid, role int, joined_seq bigint) returns jsonb
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
    'my', jsonb_build_object('role', role, 'joined_seq', joined_seq, 'read_seq', coalesce((
      select p.read_seq from chat.pointers p where p.conversation_id = c.id and p.user_id = me), 0)))
$$;
comment on function private.summary_json(chat.conversations, uuid, int, bigint) is 'A conversation as one of its members sees it in the list.';
