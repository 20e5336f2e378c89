-- How much came from a private chat in its running window, to slow a flood. A row goes an hour after its window.
create table turns (
    chat_id text primary key references chats (id) on delete cascade,
    began_at integer not null,
    number integer not null,
    is_told integer not null             -- that it is too much
) strict;
