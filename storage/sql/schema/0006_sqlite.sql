-- How somebody may be reached who could be in danger, and what waits until they say that it is a good time.

create table safe_contacts (
    person_id text primary key references people (id),
    rules blob not null,                 -- sealed JSON: messages, hours, calls
    asked_at integer,                    -- "is it a good time?" went out, and nobody has answered yet
    ask_after integer,                   -- not asked again before
    paused_at integer,                   -- the pause word came: nothing goes out until they write again
    updated_at integer not null
) strict;
create index safe_contacts_asked on safe_contacts (asked_at) where asked_at is not null;

create table held_messages (
    id integer primary key,              -- rises with the time
    person_id text not null references people (id),
    ticket_id text references tickets (id),
    slot text,
    payload blob not null,               -- sealed
    created_at integer not null
) strict;
create index held_messages_by_person on held_messages (person_id, id);
create index held_messages_by_ticket on held_messages (ticket_id);

create index tickets_restricted on tickets (is_restricted, status) where is_restricted = 1;
