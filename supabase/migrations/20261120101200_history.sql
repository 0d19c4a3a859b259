-- History: pages of a conversation's log for its members.
--
-- What the server learns: which conversations a person fetches, and from where on.
-- Who reads: members of the current roster. Commits are served from the first on, content only from the reader's own
-- joining on. A conversation one is not in answers like one that does not exist.
-- Every page is one range of the log's key; nothing is counted at read time; answers are bounded in number and bytes.
-- Tested in: history.test.ts, plans.test.ts.

create function private.boxes_of(conversation uuid, epoch bigint, members int) returns bytea
  language sql stable
  return (
    select case when count(*) = members then string_agg(b.box, ''::bytea order by b.user_id) end
      from chat.boxes b where b.conversation_id = conversation and b.epoch = boxes_of.epoch
  );
comment on function private.boxes_of(uuid, bigint, int) is 'All boxes of an epoch in roster order, or null once any of them was erased.';

create function private.event_json(e chat.events) returns jsonb
  language sql stable
  return jsonb_build_object(
    'conversation', e.conversation_id,
    'seq', e.seq,
    'kind', e.kind,
    'epoch', coalesce(e.epoch, 0),
    'received_at', e.received_at,
    'hash', private.to_text(e.hash),
    'body', private.to_text(e.body),
    'sig', private.to_text(e.sig),
    'ct', private.to_text(e.ct),
    'boxes', case when e.kind = 1
      then private.to_text(private.boxes_of(e.conversation_id, e.epoch, (octet_length(e.body) - 342) / 113)) end,
    'disclosures', private.to_text(e.disclosures),
    'metadata', private.to_text(e.metadata),
    'tombstone', e.tombstone
  );
comment on function private.event_json(chat.events) is 'An event as members get it. A tombstone''s epoch went with its bytes and is given as 0.';

create function private.bounded(wanted int, usual int, most int) returns int
  language sql immutable parallel safe
  return least(greatest(coalesce(wanted, usual), 1), most);
comment on function private.bounded(int, int, int) is 'A page size between 1 and most.';

create function private.events_after(conversation uuid, after bigint, max int) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select coalesce(jsonb_agg(private.event_json(w.e) order by (w.e).seq), '[]')
    from (
      select p.e, sum(p.size) over (order by (p.e).seq) - p.size as before
        from (
          select e, coalesce(octet_length(e.body), 0) + coalesce(octet_length(e.ct), 0) as size
            from chat.events e
            where e.conversation_id = conversation and e.seq > after
            order by e.seq limit max
        ) p
    ) w
    where w.before < 4194304
$$;
comment on function private.events_after(uuid, bigint, int) is
  'The next events, ascending: at most max, and no further one once 4 MiB are reached.';

create function private.events_before(conversation uuid, floor bigint, before bigint, max int) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select coalesce(jsonb_agg(private.event_json(w.e) order by (w.e).seq), '[]')
    from (
      select p.e, sum(p.size) over (order by (p.e).seq desc) - p.size as after
        from (
          select e, coalesce(octet_length(e.body), 0) + coalesce(octet_length(e.ct), 0) as size
            from chat.events e
            where e.conversation_id = conversation and e.seq >= floor and e.seq < before
            order by e.seq desc limit max
        ) p
    ) w
    where w.after < 4194304
$$;
comment on function private.events_before(uuid, bigint, bigint, int) is
  'The events just before, ascending: at most max, none below floor, and no further one once 4 MiB are reached.';

create function private.anchor(conversation uuid, page jsonb, otherwise bigint) returns jsonb
  language sql stable
  set search_path = ''
as $$
  select jsonb_build_object('seq', a.seq, 'transcript', private.to_text(coalesce(
      (select e.transcript from chat.events e where e.conversation_id = conversation and e.seq = a.seq),
      private.h('t0', uuid_send(conversation)))))
    from (select coalesce((page -> 0 ->> 'seq')::bigint - 1, otherwise) as seq) a
$$;
comment on function private.anchor(uuid, jsonb, bigint) is
  'Position and transcript just before the first event of a page, or at `otherwise` when the page is empty.';

create function private.membership(conversation uuid) returns chat.members
  language plpgsql stable
  set search_path = ''
as $$
declare
  m chat.members;
begin
  select x.* into m from chat.members x
    where x.conversation_id = conversation and x.user_id = private.caller() and x.left_seq is null;
  perform private.demand(found, 'E_NOT_FOUND');
  return m;
end $$;
comment on function private.membership(uuid) is 'The caller''s membership; E_NOT_FOUND for strangers, former members and what does not exist.';

create function public.events(conversation uuid, after bigint, max int default 200) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set enable_seqscan = off
as $$
declare
  m chat.members := private.membership(events.conversation);
begin
  return jsonb_build_object(
    'events', private.events_after(
      m.conversation_id, greatest(coalesce(events.after, 0), m.joined_seq - 1), private.bounded(events.max, 200, 1000)),
    'last_seq', (select c.last_seq from chat.conversations c where c.id = m.conversation_id));
end $$;
comment on function public.events(uuid, bigint, int) is 'Events after a position, ascending. Fewer than max do not mean the end: compare with last_seq.';

create function public.history(conversation uuid, before bigint, max int default 50) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set enable_seqscan = off
as $$
declare
  m chat.members := private.membership(history.conversation);
  page jsonb := private.events_before(
    m.conversation_id, m.joined_seq, coalesce(history.before, 9007199254740991), private.bounded(history.max, 50, 200));
begin
  return jsonb_build_object('events', page, 'anchor', private.anchor(m.conversation_id, page, m.joined_seq - 1));
end $$;
comment on function public.history(uuid, bigint, int) is 'The page of events before a position, ascending, and the transcript just before the page.';

create function public.start(conversation uuid, max int default 50) returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  m chat.members := private.membership(start.conversation);
  page jsonb := private.events_before(
    m.conversation_id, m.joined_seq, 9007199254740991, private.bounded(start.max, 50, 200));
begin
  return jsonb_build_object(
    'conversation', (
      select private.summary_json(c, m.user_id, m.role, m.joined_seq) from chat.conversations c where c.id = m.conversation_id),
    'commits', (
      select jsonb_agg(private.event_json(e) order by e.epoch)
        from chat.events e where e.conversation_id = m.conversation_id and e.kind = 1),
    'events', page,
    'anchor', private.anchor(m.conversation_id, page, m.joined_seq - 1));
end $$;
comment on function public.start(uuid, int) is 'All a new device needs to open a conversation: its state, every commit, the newest events.';

create function public.event_hashes(conversation uuid, after bigint, max int default 10000) returns jsonb
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
            order by x.seq limit private.bounded(event_hashes.max, 10000, 10000)) e), ''),
    'last_seq', (select c.last_seq from chat.conversations c where c.id = m.conversation_id));
end $$;
comment on function public.event_hashes(uuid, bigint, int) is
  'Kind (1 byte) and hash (32) of the events after a position, joined: what it takes to recompute the transcript, from the first event on.';

revoke all on function
  public.events(uuid, bigint, int), public.history(uuid, bigint, int), public.start(uuid, int),
  public.event_hashes(uuid, bigint, int)
  from public, anon, authenticated, service_role;
grant execute on function
  public.events(uuid, bigint, int), public.history(uuid, bigint, int), public.start(uuid, int),
  public.event_hashes(uuid, bigint, int)
  to authenticated;
