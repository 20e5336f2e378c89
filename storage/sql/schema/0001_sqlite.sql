-- Times are integer microseconds UTC, flags 0/1, JSON is text. A column marked "sealed" holds a value encrypted by
-- storage.seal with its table, column and row id; nothing else in the file identifies a person.

create table meta (
    key text primary key,
    value blob not null
) strict;

create table people (
    id text primary key,
    address_index blob not null unique,  -- keyed hash of the address, for look-ups
    address blob not null,               -- sealed
    name blob,                           -- sealed; officers only, residents' account names are not kept
    locale text,                         -- the only place where a language is kept (R5)
    role text not null,                  -- resident, chief, admin; officers are members of an office's chat
    community text,                      -- of the last ticket, to save a tap
    unreachable_at integer,
    created_at integer not null
) strict;

create table chats (
    id text primary key,
    address_index blob not null unique,
    address blob not null,               -- sealed
    kind text not null,                  -- private, group
    person_id text references people (id),
    office text unique,                  -- the office whose group this is
    created_at integer not null
) strict;
create index chats_by_person on chats (person_id);

create table members (
    chat_id text not null references chats (id),
    person_id text not null references people (id),
    is_member integer not null,
    checked_at integer not null,
    primary key (chat_id, person_id)
) strict;

create table invites (
    token_hash text primary key,
    role text not null,
    expires_at integer not null,
    used_by text references people (id),
    used_at integer
) strict;

create table consents (
    id text primary key,
    person_id text not null references people (id),
    purpose text not null,
    text_version text not null,
    given_at integer not null,
    withdrawn_at integer
) strict;
create index consents_by_person on consents (person_id, purpose);

create table counters (
    name text primary key,
    value integer not null
) strict;

create table tickets (
    id text primary key,
    number text not null unique,         -- D-0421, for people only
    kind text not null,                  -- dispute, help, welfare
    form text not null,
    form_version integer not null,
    category text not null,
    office text not null,
    community text not null,
    status text not null,
    is_urgent integer not null,
    is_escalated integer not null,
    is_restricted integer not null,
    resident_id text not null references people (id),
    assignee_id text references people (id),
    outcome text,
    version integer not null,            -- +1 at every change
    created_at integer not null,
    claimed_at integer,
    contacted_at integer,
    resolved_at integer,
    closed_at integer
) strict;
create index tickets_by_resident on tickets (resident_id, created_at);
create index tickets_by_office on tickets (office, status);
create index tickets_by_assignee on tickets (assignee_id, status);

create table answers (
    id text primary key,
    ticket_id text not null references tickets (id),
    step text not null,
    value blob not null,                 -- sealed JSON
    keep text not null,                  -- retention class: plain, text, place, sensitive
    unique (ticket_id, step)
) strict;

create table drafts (
    person_id text primary key references people (id),
    id text not null unique,             -- in the buttons of its screens
    form text not null,
    ticket_id text references tickets (id), -- where the draft adds to a ticket already sent
    progress blob not null,              -- sealed JSON
    version integer not null,
    created_at integer not null,
    updated_at integer not null
) strict;

create table sent_drafts (
    id text primary key,                 -- a draft that became a ticket: a second Send finds it here
    ticket_id text not null references tickets (id),
    sent_at integer not null
) strict;

create table due (
    id text primary key,
    key text not null unique,            -- one row a promise: making it again changes nothing
    kind text not null,
    ticket_id text references tickets (id),
    person_id text references people (id),
    due_at integer not null,
    status text not null,                -- pending, queued, done, skipped
    reason text,                         -- why it was skipped
    version integer not null             -- +1 each time it is put off
) strict;
create index due_next on due (status, due_at);
create index due_by_ticket on due (ticket_id);
create index due_by_person on due (person_id) where person_id is not null;

create table inbox (
    id integer primary key,              -- rises with the time of receipt
    source text not null,                -- telegram, clock, sender, cli
    key text not null,
    lane text not null,                  -- keyed hash of the chat
    is_urgent integer not null,
    payload blob,                        -- sealed; gone when the row is finished
    status text not null,                -- pending, done, ignored, failed
    reason text,
    attempts integer not null,
    not_before integer not null,
    received_at integer not null,
    finished_at integer,
    unique (source, key)
) strict;
create index inbox_waiting on inbox (lane, id) where status = 'pending';
create index inbox_finished on inbox (status, finished_at);

create table outbox (
    id integer primary key,
    stream text not null,                -- rows of one stream go out in order
    chat_id text not null references chats (id),
    ticket_id text references tickets (id),
    slot text,                           -- the live message this row shows or changes
    priority integer not null,           -- 0 urgent, 1 answers, 2 cards, 3 reminders, 4 digests
    command text not null,
    payload blob,                        -- sealed; gone when the row is finished
    about blob,                          -- sealed event to handle again with the result
    status text not null,                -- pending, sent, failed, replaced
    reason text,
    attempts integer not null,
    not_before integer not null,
    created_at integer not null,
    finished_at integer
) strict;
create index outbox_waiting on outbox (stream, id) where status = 'pending';
create index outbox_by_slot on outbox (slot, status) where slot is not null;
create index outbox_finished on outbox (status, finished_at);

create table slots (
    slot text primary key,               -- card:<ticket>, desk:<ticket>:<person>
    chat_id text not null references chats (id),
    message integer not null,
    ticket_id text references tickets (id)
) strict;

create table messages (
    chat_id text not null references chats (id),
    message integer not null,
    direction text not null,             -- in, out
    kind text not null,
    ticket_id text references tickets (id),
    at integer not null,
    primary key (chat_id, message)
) strict;
create index messages_by_ticket on messages (ticket_id);
create index messages_by_time on messages (at);

create table audit (
    id integer primary key,              -- 1, 2, 3 …
    at integer not null,
    ticket_id text references tickets (id),
    actor_id text references people (id),
    actor_role text not null,
    action text not null,
    from_status text,
    to_status text,
    code text,
    previous_hash text not null,
    hash text not null
) strict;
create index audit_by_ticket on audit (ticket_id);
