-- Room search: the server looks through the open rooms a person is in. Sealed conversations are searched on the device.
--
-- What the server learns: what is looked for in rooms. Who reads: people in the room. Who writes: nobody.
-- Every word has to be in the text, somewhere in a word; the trigram index finds parts of words, the word index whole ones.
-- Tested in: room-search.test.ts.

create function private.search_words(query text) returns text[]
  language sql immutable
  set search_path = ''
as $$
  select array_agg(w) from (
    select w from regexp_split_to_table(lower(query), '\s+') w where w <> '' limit 8
  ) x
$$;
comment on function private.search_words(text) is 'The first eight words that are looked for; null: none.';

create function private.snippet(words text, first_word text) returns text
  language sql immutable
  set search_path = ''
as $$
  select substring(words from greatest(1, position(first_word in lower(words)) - 80) for 320)
$$;
comment on function private.snippet(text, text) is 'What stands around the first word that was found.';

create function public.room_search(
  query text, conversation uuid default null, before timestamptz default null, before_id uuid default null, max int default 50
) returns jsonb
  language plpgsql security definer
  set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  me uuid := private.caller();
  sought text[];
  patterns text[];
begin
  perform private.demand(octet_length(room_search.query) between 1 and 512, 'E_INPUT');
  perform private.spend('room_find', me);
  sought := private.search_words(room_search.query);
  perform private.demand(sought is not null, 'E_INPUT');
  patterns := array(select private.like_pattern(w) from unnest(sought) w);
  -- The first pattern stands by itself: an index answers one pattern, not a list.
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
        'conversation', h.conversation_id, 'seq', h.seq, 'msg_id', h.msg_id, 'author', h.author, 'at', h.received_at,
        'text', private.snippet(h.words, sought[1])) order by h.received_at desc, h.msg_id desc), '[]')
      from (
        select e.conversation_id, e.seq, e.msg_id, e.author, e.received_at, e.words
          from chat.room_events e
          where e.words is not null
            and ((e.words ilike patterns[1] and e.words ilike all (patterns)) or e.found @@ plainto_tsquery('simple', room_search.query))
            and e.conversation_id in (select r from private.my_rooms(me) r)
            and (room_search.conversation is null or e.conversation_id = room_search.conversation)
            and (room_search.before is null or (e.received_at, e.msg_id)
              < (room_search.before, coalesce(room_search.before_id, '00000000-0000-0000-0000-000000000000')))
          order by e.received_at desc, e.msg_id desc
          limit private.bounded(room_search.max, 50, 100)
      ) h);
end $$;
comment on function public.room_search(text, uuid, timestamptz, uuid, int) is
  'Messages of the caller''s rooms with all these words, newest first, with what stands around them; the next page begins after the time and id of the last one.';

revoke all on function public.room_search(text, uuid, timestamptz, uuid, int) from public, anon, authenticated, service_role;
grant execute on function public.room_search(text, uuid, timestamptz, uuid, int) to authenticated;
