-- Pointers: how far a person has received (view) and read, as statements signed by that person.
--
-- What the server learns: how far each member has got. "Delivered" and "read" are shown from these signed bytes, checked
-- by the reader's client, never from a flag of the server.
-- Who reads: members. Who writes: each for himself, forward only.
-- Tested in: pointers.test.ts.

create table chat.pointers (
  conversation_id uuid not null,
  user_id uuid not null,
  read bytea,
  view bytea,
  read_seq bigint generated always as (private.u64(read, 40)) stored,
  view_seq bigint generated always as (private.u64(view, 40)) stored,
  constraint pointers_pkey primary key (conversation_id, user_id),
  constraint pointer_belongs_to_a_member foreign key (conversation_id, user_id)
    references chat.members (conversation_id, user_id) on delete cascade,
  constraint read_pointer_is_signed_by_its_owner check (
    read is null or (octet_length(read) = 152 and private.slice(read, 0, 8) = '\x4552303101000000'
      and private.uuid_at(read, 8) = conversation_id and private.uuid_at(read, 24) = user_id)
  ),
  constraint view_pointer_is_signed_by_its_owner check (
    view is null or (octet_length(view) = 152 and private.slice(view, 0, 8) = '\x4556303101000000'
      and private.uuid_at(view, 8) = conversation_id and private.uuid_at(view, 24) = user_id)
  )
) with (fillfactor = 50);
comment on table chat.pointers is 'The latest signed pointers of every member: read (ER01) and view, that is delivered (EV01).';

alter table chat.pointers enable row level security;
alter table chat.pointers force row level security;
create policy "only functions reach pointers" on chat.pointers as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.pointers from public, anon, authenticated, service_role;

create function public.pointer_put(pointer text) returns jsonb
  language plpgsql security definer
  set search_path = '' set enable_seqscan = off
as $$
declare
  me uuid := private.caller();
  signed bytea := private.from_text(pointer_put.pointer, 152);
  conversation uuid;
  at bigint;
begin
  perform private.demand(octet_length(signed) = 152
    and private.slice(signed, 0, 8) in ('\x4552303101000000', '\x4556303101000000'), 'E_FORMAT');
  perform private.demand(private.uuid_at(signed, 24) = me, 'E_SENDER');
  conversation := private.uuid_at(signed, 8);
  at := private.u64(signed, 40);
  perform private.u64(signed, 80);
  perform private.spend('pointer', me);
  perform private.demand(private.member_role(conversation, me) is not null, 'E_NOT_FOUND');
  perform private.demand((select at <= c.last_seq from chat.conversations c where c.id = conversation), 'E_RANGE');
  if get_byte(signed, 1) = 82 then
    insert into chat.pointers as p (conversation_id, user_id, read) values (conversation, me, signed)
      on conflict on constraint pointers_pkey do update set read = excluded.read
      where p.read_seq is null or p.read_seq < excluded.read_seq;
  else
    insert into chat.pointers as p (conversation_id, user_id, view) values (conversation, me, signed)
      on conflict on constraint pointers_pkey do update set view = excluded.view
      where p.view_seq is null or p.view_seq < excluded.view_seq;
  end if;
  return '{}';
end $$;
comment on function public.pointer_put(text) is
  'Stores the caller''s read (ER01) or view (EV01) pointer. One that is not ahead of the stored one changes nothing.';

revoke all on function public.pointer_put(text) from public, anon, authenticated, service_role;
grant execute on function public.pointer_put(text) to authenticated;
