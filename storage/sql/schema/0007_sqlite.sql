-- Several drafts a person: what interrupts a form, as an urgent one does, no longer puts it away. And a ticket says
-- whether somebody filed it for another person.

create table drafts_of_people (
    id text primary key,                 -- in the buttons of its screens
    person_id text not null references people (id),
    form text not null,                  -- empty for words that came before a form was chosen
    ticket_id text references tickets (id), -- where the draft adds to a ticket already sent
    progress blob not null,              -- sealed JSON
    version integer not null,
    turn integer not null,               -- the person's highest is the one they are at
    is_cancelled integer not null,       -- kept for a day, and not asked about by itself
    created_at integer not null,
    updated_at integer not null
) strict;

insert into drafts_of_people
    (id, person_id, form, ticket_id, progress, version, turn, is_cancelled, created_at, updated_at)
select id, person_id, form, ticket_id, progress, version, 1, 0, created_at, updated_at from drafts;

drop table drafts;
alter table drafts_of_people rename to drafts;
create index drafts_by_person on drafts (person_id, turn);

alter table tickets add column is_by_helper integer not null default 0;
