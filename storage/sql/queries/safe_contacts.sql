-- name: of_person(person_id)^
select * from safe_contacts where person_id = :person_id;

-- name: put(person_id, rules, now)!
-- What was said last holds; a pause ends with it, since they wrote.
insert into safe_contacts (person_id, rules, asked_at, ask_after, paused_at, updated_at)
values (:person_id, :rules, null, null, null, :now)
on conflict (person_id) do update set rules = excluded.rules, paused_at = null, updated_at = excluded.updated_at;

-- name: asked()
-- Those who were asked and have not answered; few at any time.
select person_id from safe_contacts where asked_at > 0;

-- name: set_asked(asked_at, ask_after, person_id)!
update safe_contacts
set asked_at = cast(:asked_at as bigint), ask_after = cast(:ask_after as bigint)
where person_id = :person_id;

-- name: set_paused(paused_at, person_id)!
update safe_contacts set paused_at = cast(:paused_at as bigint) where person_id = :person_id;

-- name: hold(id, person_id, ticket_id, slot, payload, created_at)!
insert into held_messages (id, person_id, ticket_id, slot, payload, created_at)
values (:id, :person_id, cast(:ticket_id as text), cast(:slot as text), :payload, :created_at);

-- name: held(person_id)
select * from held_messages where person_id = :person_id order by id;

-- name: has_held(person_id)^
select count(*) as value from held_messages where person_id = :person_id;

-- name: drop_held(person_id)!
delete from held_messages where person_id = :person_id;

-- name: drop_held_of_ticket(ticket_id)!
delete from held_messages where ticket_id = :ticket_id;
