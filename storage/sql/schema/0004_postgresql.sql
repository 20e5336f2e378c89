-- Appointments: who comes to a venue when, and, where nobody comes to one, when somebody is visited.

create table bookings (
    id text primary key,
    ticket_id text not null references tickets (id),
    purpose text not null,               -- come: the resident comes to the venue
    venue text not null,                 -- empty where officers come to the resident
    start_at bigint not null,
    minutes bigint not null,
    status text not null,                -- booked, freed
    created_at bigint not null,
    freed_at bigint
);
create unique index bookings_once on bookings (venue, start_at) where status = 'booked' and venue <> '';
create index bookings_by_ticket on bookings (ticket_id);
