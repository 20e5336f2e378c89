-- How much came from a private chat in its running window, to slow a flood. A row goes an hour after its window.
create table turns (
    chat_id text primary key references chats (id) on delete cascade,
    began_at bigint not null,
    number bigint not null,
    is_told bigint not null             -- that it is too much
);
