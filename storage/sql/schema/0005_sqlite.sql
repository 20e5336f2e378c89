-- What goes after its time, and what a law makes the desk keep a while longer, out of everybody's sight.

alter table tickets add column purged_at integer; -- its words are deleted, only codes are left
create index tickets_unpurged on tickets (status, closed_at) where purged_at is null;

create table frozen (
    id text primary key,
    ticket_id text not null references tickets (id),
    step text not null,
    value blob not null,                 -- sealed JSON; no officer sees it
    until integer not null
) strict;
create index frozen_by_ticket on frozen (ticket_id);
create index frozen_by_time on frozen (until);

-- The class of an answer says by itself how long it is kept.
update answers set keep = 'care_place'
where keep = 'place' and ticket_id in (select id from tickets where form = 'care');
