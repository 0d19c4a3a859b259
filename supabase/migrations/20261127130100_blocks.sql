-- Blocks: whom a person does not want to hear from, and what that stops.
--
-- What the server learns: who has blocked whom. It has to: a refusal that only the blocking client made would leave the
-- blocked person's messages in the log for good, and their devices told that they arrived.
-- What a block stops, in the direct conversation of the two: every event of the blocked person, also its beginning; every
-- signed pointer of the person who blocked; and that person's presence and typing. Nothing of it is told: the blocked
-- person meets E_REFUSED, which also stands for other reasons, and otherwise silence.
-- Elsewhere nothing is stopped: a group decides for itself, and a deal that a platform opened must be settled. There
-- the client of the person who blocked folds what the other writes.
-- Who reads: the person who blocked. Who writes: the same.
-- Tested in: blocks.test.ts.

create table chat.blocks (
  owner uuid not null,
  blocked uuid not null,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  constraint blocks_pkey primary key (owner, blocked),
  constraint block_belongs_to_an_account foreign key (owner) references chat.profiles (user_id) on delete cascade,
  constraint block_is_of_an_account foreign key (blocked) references chat.profiles (user_id) on delete cascade,
  constraint nobody_blocks_themselves check (owner <> blocked)
);
comment on table chat.blocks is 'Who has blocked whom. Nobody but the owner of a row learns of it.';
create index blocks_by_blocked on chat.blocks (blocked);

alter table chat.blocks enable row level security;
alter table chat.blocks force row level security;
create policy "only functions reach blocks" on chat.blocks as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.blocks from public, anon, authenticated, service_role;

create function private.has_blocked(owner uuid, other uuid) returns boolean
  language sql stable
  set search_path = '' set enable_seqscan = off
as $$
  select exists (select from chat.blocks b where b.owner = has_blocked.owner and b.blocked = has_blocked.other)
$$;
comment on function private.has_blocked(uuid, uuid) is 'Whether the first person has blocked the second.';

create function private.counterpart(conversation uuid, person uuid) returns uuid
  language sql stable
  set search_path = '' set enable_seqscan = off
as $$
  select case person when c.pair_low then c.pair_high when c.pair_high then c.pair_low end
    from chat.conversations c where c.id = conversation
$$;
comment on function private.counterpart(uuid, uuid) is 'The other person of a direct conversation; null in every other.';

create function private.refuse_the_blocked() returns trigger
  language plpgsql security definer
  set search_path = '' set enable_seqscan = off
as $$
declare
  -- What is generated from the signed bytes is not there yet.
  author uuid := private.uuid_at(new.body, case new.kind when 1 then 100 else 76 end);
begin
  if not private.has_blocked(private.counterpart(new.conversation_id, author), author) then
    return new;
  end if;
  -- The same bytes again are answered as they were the first time, by the constraint that knows them.
  if new.kind = 2 and exists (
    select from chat.events e
      where e.conversation_id = new.conversation_id and e.msg_id = private.uuid_at(new.body, 24)) then
    return new;
  end if;
  perform private.refuse('E_REFUSED');
  return null;
end $$;
comment on function private.refuse_the_blocked() is 'No event of a blocked person enters the direct conversation, whichever function brings it.';
revoke all on function private.refuse_the_blocked() from public, anon, authenticated, service_role;
create trigger refuse_the_blocked before insert on chat.events
  for each row when (new.body is not null) execute function private.refuse_the_blocked();

create function private.keep_pointers_from_the_blocked() returns trigger
  language plpgsql security definer
  set search_path = '' set enable_seqscan = off
as $$
begin
  if private.has_blocked(new.user_id, private.counterpart(new.conversation_id, new.user_id)) then
    return null;
  end if;
  return new;
end $$;
comment on function private.keep_pointers_from_the_blocked() is 'How far a person has read is not for whom they have blocked: neither stored nor announced.';
revoke all on function private.keep_pointers_from_the_blocked() from public, anon, authenticated, service_role;
create trigger keep_pointers_from_the_blocked before insert or update on chat.pointers
  for each row execute function private.keep_pointers_from_the_blocked();

create or replace function private.listens_to(topic text, person uuid) returns boolean
  language plpgsql stable security definer
  set search_path = '' set enable_seqscan = off
as $$
declare
  conversation uuid;
begin
  if topic = 'user:' || person::text then
    return true;
  end if;
  if topic !~ '^conversation:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:\d{1,10}$' then
    return false;
  end if;
  conversation := split_part(topic, ':', 2)::uuid;
  return exists (
    select from chat.members m join chat.conversations c on c.id = m.conversation_id
      where m.conversation_id = conversation and m.user_id = person and m.left_seq is null
        and c.epoch = split_part(topic, ':', 3)::bigint and c.epoch > 0)
    and not private.has_blocked(person, private.counterpart(conversation, person));
end $$;
comment on function private.listens_to(text, uuid) is
  'Whether this is the person''s inbox or the current epoch of a conversation the person is in; not one with somebody the person has blocked, who would see them present.';

create function public.block(person uuid, blocked boolean) returns jsonb
  language plpgsql security definer
  set search_path = ''
as $$
declare
  me uuid := private.caller();
begin
  perform private.demand(block.person is not null and block.blocked is not null and block.person <> me, 'E_INPUT');
  perform private.spend('store', me);
  perform private.locked_vault(me);
  if block.blocked then
    perform private.demand(exists (select from chat.profiles p where p.user_id = block.person), 'E_NOT_FOUND');
    perform private.demand((select count(*) < 5000 from chat.blocks b where b.owner = me), 'E_INPUT');
    insert into chat.blocks (owner, blocked) values (me, block.person) on conflict do nothing;
  else
    delete from chat.blocks b where b.owner = me and b.blocked = block.person;
  end if;
  perform realtime.send('{}', 'account', 'user:' || me, true);
  return '{}';
end $$;
comment on function public.block(uuid, boolean) is 'Blocks a person, or ends it. Doing it twice changes nothing. At most 5000 people.';

create function public.blocks() returns jsonb
  language sql stable security definer
  set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
      'user_id', b.blocked, 'handle', p.handle, 'display_name', p.display_name, 'since', b.created_at)
      order by b.created_at desc, b.blocked), '[]')
    from chat.blocks b join chat.profiles p on p.user_id = b.blocked where b.owner = private.caller()
$$;
comment on function public.blocks() is 'The people the caller has blocked, the last one first.';

revoke all on function public.block(uuid, boolean), public.blocks() from public, anon, authenticated, service_role;
grant execute on function public.block(uuid, boolean), public.blocks() to authenticated;
