-- What a resident and an officer say to each other about a ticket, carried by the desk.

create table replies (
    id text primary key,
    ticket_id text references tickets (id), -- empty until it is known which matter the words are for
    author_id text not null references people (id),
    side text not null,                  -- resident, officer
    kind text not null,                  -- text, voice, photo
    chat_id text not null references chats (id),
    message integer not null,            -- the author's own message, to know it again when it is edited
    created_at integer not null,
    shown_at integer,                    -- when the other side was shown it
    unique (chat_id, message, kind)
) strict;
create index replies_by_ticket on replies (ticket_id, created_at);
create index replies_by_author on replies (author_id);

create table reply_versions (
    id text primary key,
    reply_id text not null references replies (id) on delete cascade,
    number integer not null,             -- 1 as it was sent, +1 at each edit
    content blob not null,               -- sealed JSON
    at integer not null,
    unique (reply_id, number)
) strict;

create table pens (
    person_id text primary key references people (id),
    ticket_id text not null references tickets (id), -- what the person writes next goes to this ticket
    at integer not null                  -- of their last word
) strict;
create index pens_by_ticket on pens (ticket_id);
