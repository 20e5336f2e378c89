-- Times are integer microseconds UTC, flags 0/1, JSON is text. A column marked "sealed" holds a value encrypted by
-- storage.seal with its table, column and row id; nothing else in the file identifies a person.

create table meta (
    key text primary key,
    value bytea not null
);

create table people (
    id text primary key,
    address_index bytea not null unique,  -- keyed hash of the address, for look-ups
    address bytea not null,               -- sealed
    name bytea,                           -- sealed; officers only, residents' account names are not kept
    locale text,                         -- the only place where a language is kept (R5)
    role text not null,                  -- resident, chief, admin; officers are members of an office's chat
    community text,                      -- of the last ticket, to save a tap
    unreachable_at bigint,
    created_at bigint not null
);

create table chats (
    id text primary key,
    address_index bytea not null unique,
    address bytea not null,               -- sealed
    kind text not null,                  -- private, group
    person_id text references people (id),
    office text unique,                  -- the office whose group this is
    created_at bigint not null
);
create index chats_by_person on chats (person_id);

create table members (
    chat_id text not null references chats (id),
    person_id text not null references people (id),
    is_member bigint not null,
    checked_at bigint not null,
    primary key (chat_id, person_id)
);

create table invites (
    token_hash text primary key,
    role text not null,
    expires_at bigint not null,
    used_by text references people (id),
    used_at bigint
);

create table consents (
    id text primary key,
    person_id text not null references people (id),
    purpose text not null,
    text_version text not null,
    given_at bigint not null,
    withdrawn_at bigint
);
create index consents_by_person on consents (person_id, purpose);

create table counters (
    name text primary key,
    value bigint not null
);

create table tickets (
    id text primary key,
    number text not null unique,         -- D-0421, for people only
    kind text not null,                  -- dispute, help, welfare
    form text not null,
    form_version bigint not null,
    category text not null,
    office text not null,
    community text not null,
    status text not null,
    is_urgent bigint not null,
    is_escalated bigint not null,
    is_restricted bigint not null,
    resident_id text not null references people (id),
    assignee_id text references people (id),
    outcome text,
    version bigint not null,            -- +1 at every change
    created_at bigint not null,
    claimed_at bigint,
    contacted_at bigint,
    resolved_at bigint,
    closed_at bigint
);
create index tickets_by_resident on tickets (resident_id, created_at);
create index tickets_by_office on tickets (office, status);
create index tickets_by_assignee on tickets (assignee_id, status);

create table answers (
    id text primary key,
    ticket_id text not null references tickets (id),
    step text not null,
    value bytea not null,                 -- sealed JSON
    keep text not null,                  -- retention class: plain, text, place, sensitive
    unique (ticket_id, step)
);

create table drafts (
    person_id text primary key references people (id),
    id text not null unique,             -- in the buttons of its screens
    form text not null,
    ticket_id text references tickets (id), -- where the draft adds to a ticket already sent
    progress bytea not null,              -- sealed JSON
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);

create table sent_drafts (
    id text primary key,                 -- a draft that became a ticket: a second Send finds it here
    ticket_id text not null references tickets (id),
    sent_at bigint not null
);

create table due (
    id text primary key,
    key text not null unique,            -- one row a promise: making it again changes nothing
    kind text not null,
    ticket_id text references tickets (id),
    person_id text references people (id),
    due_at bigint not null,
    status text not null,                -- pending, queued, done, skipped
    reason text,                         -- why it was skipped
    version bigint not null             -- +1 each time it is put off
);
create index due_next on due (status, due_at);
create index due_by_ticket on due (ticket_id);
create index due_by_person on due (person_id) where person_id is not null;

create table inbox (
    id bigint primary key,              -- rises with the time of receipt
    source text not null,                -- telegram, clock, sender, cli
    key text not null,
    lane text not null,                  -- keyed hash of the chat
    is_urgent bigint not null,
    payload bytea,                        -- sealed; gone when the row is finished
    status text not null,                -- pending, done, ignored, failed
    reason text,
    attempts bigint not null,
    not_before bigint not null,
    received_at bigint not null,
    finished_at bigint,
    unique (source, key)
);
create index inbox_waiting on inbox (lane, id) where status = 'pending';
create index inbox_finished on inbox (status, finished_at);

create table outbox (
    id bigint primary key,
    stream text not null,                -- rows of one stream go out in order
    chat_id text not null references chats (id),
    ticket_id text references tickets (id),
    slot text,                           -- the live message this row shows or changes
    priority bigint not null,           -- 0 urgent, 1 answers, 2 cards, 3 reminders, 4 digests
    command text not null,
    payload bytea,                        -- sealed; gone when the row is finished
    about bytea,                          -- sealed event to handle again with the result
    status text not null,                -- pending, sent, failed, replaced
    reason text,
    attempts bigint not null,
    not_before bigint not null,
    created_at bigint not null,
    finished_at bigint
);
create index outbox_waiting on outbox (stream, id) where status = 'pending';
create index outbox_by_slot on outbox (slot, status) where slot is not null;
create index outbox_finished on outbox (status, finished_at);

create table slots (
    slot text primary key,               -- card:<ticket>, desk:<ticket>:<person>
    chat_id text not null references chats (id),
    message bigint not null,
    ticket_id text references tickets (id)
);

create table messages (
    chat_id text not null references chats (id),
    message bigint not null,
    direction text not null,             -- in, out
    kind text not null,
    ticket_id text references tickets (id),
    at bigint not null,
    primary key (chat_id, message)
);
create index messages_by_ticket on messages (ticket_id);
create index messages_by_time on messages (at);

create table audit (
    id bigint primary key,              -- 1, 2, 3 …
    at bigint not null,
    ticket_id text references tickets (id),
    actor_id text references people (id),
    actor_role text not null,
    action text not null,
    from_status text,
    to_status text,
    code text,
    previous_hash text not null,
    hash text not null
);
create index audit_by_ticket on audit (ticket_id);
