-- Agreed lifetime: how two people change how long their messages are kept.
--
-- In a group an admin's policy is in force at once. In a conversation of two each can only propose, by a policy commit with
-- other days; it is in force when the other signs a policy commit with the same days. One with the days in force ends a
-- proposal, any other commit repeats what was said last. Clients compute the same from the commits they have verified
-- (lib/crypto/lifetime.ts); the server needs it to apply retention.
-- What the server learns: what one has proposed. Who reads: nobody beyond the commits. Who writes: commit, as before.
-- Tested in: lifetime.test.ts, commit-rules.test.ts.

alter table chat.conversations
  add column proposed_days bigint,
  add column proposed_by uuid,
  add constraint a_proposal_is_somebodys check ((proposed_days is null) = (proposed_by is null));
comment on column chat.conversations.retention_days is 'In force: by an admin''s policy, or as two people have agreed. 0: for ever.';
comment on column chat.conversations.proposed_days is 'What the newest commit says, while the other of two has not agreed.';

create or replace function private.check_policy(conv chat.conversations, c private.commit, author_role int) returns void
  language plpgsql immutable
  set search_path = ''
as $$
begin
  perform private.demand(
    (c.policy_add, c.retention_days) = (conv.policy_add, coalesce(conv.proposed_days, conv.retention_days))
      or (c.reason = 9 and (author_role = 2 or (c.policy_type = 1 and author_role = 1 and c.policy_add = conv.policy_add))),
    'E_POLICY');
  perform private.demand(c.disclosures_hash = private.zeros(32) or c.reason = 7, 'E_DISCLOSURE');
end $$;
comment on function private.check_policy(chat.conversations, private.commit, int) is
  'C19 the policy is changed with a policy commit, by admins; of two people each may say how long messages are to be kept. C20 disclosures belong to a dispute-open.';

create function private.adopt_lifetime(conv chat.conversations, c private.commit) returns void
  language plpgsql
  set search_path = ''
as $$
declare
  proposes boolean := false;
  kept bigint := conv.retention_days;
begin
  if conv.epoch = 0 or c.policy_type <> 1 then
    kept := c.retention_days;
  elsif c.reason <> 9 then
    return;
  elsif c.retention_days = conv.proposed_days and c.author <> conv.proposed_by then
    kept := c.retention_days;
  else
    proposes := c.retention_days <> conv.retention_days;
  end if;
  update chat.conversations v
    set retention_days = kept,
      proposed_days = case when proposes then c.retention_days end,
      proposed_by = case when proposes then c.author end
    where v.id = conv.id;
end $$;
comment on function private.adopt_lifetime(chat.conversations, private.commit) is
  'How long messages are kept after a commit, and what of it is only proposed; `conv` as it was before.';

create or replace function private.adopt(
  conv chat.conversations, c private.commit, body bytea, sig bytea, boxes bytea, disclosures bytea, metadata bytea,
  author_role int
) returns jsonb
  language plpgsql
  set search_path = ''
as $$
declare
  e chat.events;
begin
  update chat.conversations v
    set epoch = c.epoch, commit_hash = c.hash, member_count = c.members,
      policy_type = c.policy_type, context_hash = c.context_hash, mod_root = c.mod_root,
      policy_add = c.policy_add,
      case_id = case when c.reason = 8 then null else c.case_id end,
      rotation_required = (c.reason = 8 and author_role = 3)
    where v.id = conv.id;
  perform private.adopt_lifetime(conv, c);
  perform private.adopt_roster(conv.id, body, conv.last_seq + 1);
  perform private.adopt_case(conv.id, c, conv.last_seq + 1);
  insert into chat.boxes (conversation_id, epoch, user_id, box)
    select conv.id, c.epoch, r.user_id, private.slice(boxes, 85 * (r.at - 1)::int, 85)
      from private.roster(body) with ordinality as r (user_id, role, keys, at);
  e := private.append(conv, 1, c.hash, body, sig, null, disclosures, metadata);
  perform private.demand(e.seq is not null, 'E_STALE_EPOCH');
  return jsonb_build_object('seq', e.seq, 'duplicate', false, 'received_at', e.received_at);
end $$;
