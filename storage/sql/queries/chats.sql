-- name: by_index(address_index)^
select * from chats where address_index = :address_index;

-- name: get(id)^
select * from chats where id = :id;

-- name: add(id, address_index, address, kind, person_id, created_at)!
insert into chats (id, address_index, address, kind, person_id, office, created_at)
values (:id, :address_index, :address, :kind, cast(:person_id as text), null, :created_at);

-- name: of_office(office)^
select * from chats where office = :office;

-- name: of_person(person_id)^
select * from chats where person_id = :person_id;

-- name: set_office(office, id)!
update chats set office = cast(:office as text) where id = :id;

-- name: set_person(person_id, id)!
update chats set person_id = :person_id where id = :id;

-- name: move(address_index, address, id)!
update chats set address_index = :address_index, address = :address where id = :id;

-- name: slot(slot)^
select s.message, s.chat_id from slots s where s.slot = :slot;

-- name: fill_slot(slot, chat_id, message, ticket_id)^
-- The first message to claim a slot has it; a later one gets no row back.
insert into slots (slot, chat_id, message, ticket_id)
values (:slot, :chat_id, :message, cast(:ticket_id as text))
on conflict (slot) do update set message = excluded.message
where slots.message = excluded.message
returning message;

-- name: refill_slot(slot, chat_id, message, ticket_id)!
insert into slots (slot, chat_id, message, ticket_id)
values (:slot, :chat_id, :message, cast(:ticket_id as text))
on conflict (slot) do update set message = excluded.message, chat_id = excluded.chat_id;

-- name: empty_slot(slot)!
delete from slots where slot = :slot;

-- name: empty_slots_of_chat(chat_id)!
delete from slots where chat_id = :chat_id;
