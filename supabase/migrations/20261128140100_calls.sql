-- Calls: a message that says where one joins a call.
--
-- The call itself takes place at a provider that is no part of this service. In a sealed conversation the address is inside
-- the ciphertext; in an open room it is a body like every other, with the form that clients check.
-- What the server learns: of a sealed one nothing; of one in an open room, the address. Who reads, who writes: see
-- room_messages.
-- Tested in: room-messages.test.ts.

create or replace function private.room_body_is_sound(b jsonb) returns boolean
  language plpgsql immutable
  set search_path = ''
as $$
declare
  id constant text := '^[A-Za-z0-9_-]{21}[AQgw]$';
  hash constant text := '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$';
  wanted text[];
  allowed text[];
begin
  if jsonb_typeof(b) is distinct from 'object' or b -> 'v' is distinct from '1'::jsonb
    or not coalesce(private.is_whole(b -> 'ts', 9007199254740991), false) then
    return false;
  end if;
  case b ->> 't'
    when 'text' then wanted := '{b}'; allowed := '{re,men,th,fw,lk}';
    when 'edit' then wanted := '{of,b}'; allowed := '{men}';
    when 'del' then wanted := '{of}'; allowed := '{ed}';
    when 'react' then wanted := '{of,e}';
    when 'pin' then wanted := '{of}';
    when 'unpin' then wanted := '{of}';
    when 'poll' then wanted := '{q,o}'; allowed := '{many}';
    when 'vote' then wanted := '{of,c}';
    when 'poll-end' then wanted := '{of}';
    when 'invite' then wanted := '{ti,at,min}'; allowed := '{pl,b}';
    when 'answer' then wanted := '{of,a}';
    when 'status' then wanted := '{s,ti}'; allowed := '{b}';
    when 'call' then wanted := '{ti,u}';
    else return false;
  end case;
  if not b ?& wanted or exists (
    select from jsonb_object_keys(b) k where k <> all ('{v,t,ts}'::text[] || wanted || coalesce(allowed, '{}'))) then
    return false;
  end if;
  return (
    select bool_and(coalesce(case f.key
        when 'v' then true
        when 't' then true
        when 'ts' then true
        when 'b' then private.is_text(f.value, 1, case when b ->> 't' in ('text', 'edit') then 5000 else 500 end)
        when 're' then private.is_text(f.value, 43, 43) and (f.value #>> '{}') ~ hash
        when 'of' then private.is_text(f.value, 43, 43) and (f.value #>> '{}') ~ hash
        when 'th' then private.is_text(f.value, 43, 43) and (f.value #>> '{}') ~ hash
        when 'ed' then private.is_list(f.value, 1, 256, hash)
        when 'men' then private.is_list(f.value, 1, 256, id)
        when 'fw' then f.value = 'true'
        when 'many' then f.value = 'true'
        when 'lk' then jsonb_typeof(f.value) = 'object' and f.value ?& '{u,ti}' and f.value - 'u' - 'ti' = '{}'
          and private.is_text(f.value -> 'u', 8, 2048) and (f.value ->> 'u') ~* '^https?://\S+$'
          and private.is_text(f.value -> 'ti', 1, 120)
        when 'e' then private.is_text(f.value, 1, 32)
        when 'q' then private.is_text(f.value, 1, 500)
        when 'o' then private.is_list(f.value, 2, 10, '^') and (
          select bool_and(private.is_text(x, 1, 120)) from jsonb_array_elements(f.value) x)
        when 'c' then private.is_list(f.value, 0, 10, '^\d$') and (
          select coalesce(bool_and(jsonb_typeof(x) = 'number'), true) from jsonb_array_elements(f.value) x)
        when 'ti' then private.is_text(f.value, 1, 120)
        when 'u' then private.is_text(f.value, 8, 2048) and (f.value #>> '{}') ~* '^https?://[^\s@]+$'
        when 'pl' then private.is_text(f.value, 1, 120)
        when 'at' then private.is_whole(f.value, 9007199254740991)
        when 'min' then private.is_whole(f.value, 1440) and f.value <> '0'
        when 'a' then f.value in ('"yes"', '"maybe"', '"no"')
        when 's' then f.value in ('"open"', '"waiting"', '"going"', '"done"', '"stopped"')
      end, false))
      from jsonb_each(b) f);
end $$;

create or replace function private.room_words(b jsonb) returns text
  language sql immutable
  set search_path = ''
as $$
  select case b ->> 't'
    when 'text' then b ->> 'b'
    when 'poll' then concat_ws(E'\n', b ->> 'q', (select string_agg(o, E'\n') from jsonb_array_elements_text(b -> 'o') o))
    when 'invite' then concat_ws(E'\n', b ->> 'ti', b ->> 'pl', b ->> 'b')
    when 'call' then b ->> 'ti'
    when 'status' then concat_ws(E'\n', b ->> 'ti', b ->> 'b')
  end
$$;
