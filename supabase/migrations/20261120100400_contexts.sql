-- Contexts: the things of a host platform that people talk about (a transaction, a post, a course), and who its parties
-- are. The table of kinds says which conversations exist, whether they are sealed, and which belong to such a thing.
--
-- What the server learns: from the host, by contract: kind, its own id, a title and the parties. Titles of contexts are
-- plaintext of the host; they are never taken from a conversation.
-- Who reads: the parties, through conversations and sync. Who writes: the host platform, through the service role.
-- Tested in: contexts.test.ts.

create table chat.kinds (
  kind text not null,
  class text not null,
  linked boolean not null,
  meaning text not null,
  constraint kinds_pkey primary key (kind),
  constraint kind_has_one_class unique (kind, class),
  constraint class_is_sealed_or_open check (class in ('sealed', 'open'))
);
comment on table chat.kinds is 'The closed list of kinds of conversation. A kind has one class for ever.';
comment on column chat.kinds.class is 'sealed: end-to-end encrypted · open: plaintext room, readable by the server.';
comment on column chat.kinds.linked is 'Belongs to a thing of a host platform and begins as a shell made by it.';

insert into chat.kinds (kind, class, linked, meaning) values
  ('direct', 'sealed', false, 'Two people; one conversation per pair.'),
  ('group', 'sealed', false, 'A group with its own roster.'),
  ('study', 'sealed', false, 'A study group.'),
  ('note', 'sealed', false, 'Notes: a roster of one, or of moderators.'),
  ('room', 'open', false, 'A public room, readable by the server.'),
  ('transaction', 'sealed', true, 'The parties of a purchase or contract.'),
  ('post', 'sealed', true, 'The author of a post and somebody interested.'),
  ('application', 'sealed', true, 'An applicant and those who decide.'),
  ('course', 'sealed', true, 'A learner and a teacher, or a class.'),
  ('care', 'sealed', true, 'A person and those who care for them.');

create table chat.platforms (
  id uuid not null default gen_random_uuid(),
  name text not null,
  key_hash text not null,
  created_at timestamptz not null default now(),
  constraint platforms_pkey primary key (id),
  constraint platform_name_is_taken_once unique (name),
  constraint platform_key_is_used_once unique (key_hash),
  constraint platform_name_is_plain_text check (private.is_plain_text(name, 64)),
  constraint key_hash_is_sha256_in_hex check (key_hash ~ '^[0-9a-f]{64}$')
);
comment on table chat.platforms is 'Host platforms that may open contexts.';
comment on column chat.platforms.key_hash is 'SHA-256, hex, of the platform''s key; the key itself is never stored.';

create table chat.contexts (
  id uuid not null default gen_random_uuid(),
  platform_id uuid not null,
  kind text not null,
  external_id text not null,
  title text not null,
  state text not null default 'open',
  created_at timestamptz not null default now(),
  constraint contexts_pkey primary key (id),
  constraint context_belongs_to_a_platform foreign key (platform_id) references chat.platforms (id),
  constraint context_has_a_kind foreign key (kind) references chat.kinds (kind),
  constraint external_id_is_unique_per_platform_and_kind unique (platform_id, kind, external_id),
  constraint external_id_is_plain_text check (private.is_plain_text(external_id, 128)),
  constraint title_is_plain_text check (private.is_plain_text(title, 200)),
  constraint state_is_plain_text check (private.is_plain_text(state, 32))
);
comment on table chat.contexts is 'One thing of a host platform, talked about in one conversation.';
comment on column chat.contexts.external_id is 'The host''s own id. The signed context hash is computed from "<kind>:<external_id>".';
comment on column chat.contexts.state is 'What the host says of the thing, for display; grants nothing.';

create table chat.parties (
  context_id uuid not null,
  user_id uuid not null,
  role text not null,
  constraint parties_pkey primary key (context_id, user_id),
  constraint party_belongs_to_a_context foreign key (context_id) references chat.contexts (id) on delete cascade,
  constraint party_role_is_plain_text check (private.is_plain_text(role, 32))
);
comment on table chat.parties is 'Who may open and share the conversation of a context, and as what (buyer, seller, teacher).';
create index parties_by_person on chat.parties (user_id);

alter table chat.kinds enable row level security;
alter table chat.kinds force row level security;
alter table chat.platforms enable row level security;
alter table chat.platforms force row level security;
alter table chat.contexts enable row level security;
alter table chat.contexts force row level security;
alter table chat.parties enable row level security;
alter table chat.parties force row level security;
create policy "only functions reach kinds" on chat.kinds as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach platforms" on chat.platforms as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach contexts" on chat.contexts as restrictive
  to anon, authenticated, service_role using (false) with check (false);
create policy "only functions reach parties" on chat.parties as restrictive
  to anon, authenticated, service_role using (false) with check (false);
revoke all on chat.kinds, chat.platforms, chat.contexts, chat.parties from public, anon, authenticated, service_role;
