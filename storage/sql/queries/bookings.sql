-- name: book(id, ticket_id, purpose, venue, start_at, minutes, created_at)^
-- The first to take a time of a venue has it: whoever comes later gets no row back.
insert into bookings (id, ticket_id, purpose, venue, start_at, minutes, status, created_at, freed_at)
values (:id, :ticket_id, :purpose, :venue, :start_at, :minutes, 'booked', :created_at, null)
on conflict (venue, start_at) where status = 'booked' and venue <> '' do nothing
returning id;

-- name: free(freed_at, id)^
update bookings set status = 'freed', freed_at = :freed_at where id = :id and status = 'booked' returning id;

-- name: free_to_come(freed_at, ticket_id)!
-- What is still to come of a matter that is over; what has been stays as it was.
update bookings set status = 'freed', freed_at = :freed_at
where ticket_id = :ticket_id and status = 'booked' and start_at > :freed_at;

-- name: of_ticket(ticket_id)
select * from bookings where ticket_id = :ticket_id order by created_at, id;

-- name: taken(venue, since)
select * from bookings where venue = :venue and status = 'booked' and venue <> '' and start_at >= :since
order by start_at;
