-- name: expired(status, keep, closed_by)
-- Answers of one class whose matters ended long enough ago.
select a.id, a.ticket_id, a.step from tickets t join answers a on a.ticket_id = t.id
where t.purged_at is null and t.status = :status and t.closed_at <= :closed_by and a.keep = :keep
order by a.ticket_id, a.step;

-- name: answers_of(ticket_id)
select id, ticket_id, step, value, keep from answers where ticket_id = :ticket_id order by step;

-- name: answer(ticket_id, step)^
select id, value from answers where ticket_id = :ticket_id and step = :step;

-- name: freeze(id, ticket_id, step, value, until)!
insert into frozen (id, ticket_id, step, value, until) values (:id, :ticket_id, :step, :value, :until);

-- name: drop_answer(ticket_id, step)!
delete from answers where ticket_id = :ticket_id and step = :step;

-- name: expired_replies(status, closed_by)
-- Matters that ended long enough ago, of which somebody's words are still there.
select t.id as ticket_id from tickets t
where t.purged_at is null and t.status = :status and t.closed_at <= :closed_by
  and exists (select 1 from replies r where r.ticket_id = t.id)
order by t.id;

-- name: drop_replies(ticket_id)!
delete from replies where ticket_id = :ticket_id;

-- name: drop_pens(ticket_id)!
delete from pens where ticket_id = :ticket_id;

-- name: drop_held_of_ticket(ticket_id)!
delete from held_messages where ticket_id = :ticket_id;

-- name: drop_unsent_of(person_id)!
delete from replies where author_id = :person_id and ticket_id is null;

-- name: drop_held_of_person(person_id)!
delete from held_messages where person_id = :person_id;

-- name: drop_safe_contact(person_id)!
delete from safe_contacts where person_id = :person_id;

-- name: frozen_of(ticket_id)
select id, step, value, until from frozen where ticket_id = :ticket_id order by step;

-- name: drop_thawed(now)^
delete from frozen where until <= :now returning id;

-- name: mark_purged(now, id)!
update tickets set purged_at = :now, version = version + 1 where id = :id and purged_at is null;

-- name: forget_person(address_index, address, now, id)!
-- What is left is a row that other rows may point to.
update people
set address_index = :address_index, address = :address, name = null, locale = null, role = 'resident',
    community = null, unreachable_at = :now
where id = :id;

-- name: drop_consents(person_id)!
delete from consents where person_id = :person_id;

-- name: drop_members(person_id)!
delete from members where person_id = :person_id;

-- name: drop_due_of_person(person_id)!
delete from due where person_id = :person_id;

-- name: drop_due_of_ticket(ticket_id)!
delete from due where ticket_id = :ticket_id;

-- name: forget_chat(address_index, address, id)!
update chats set address_index = :address_index, address = :address where id = :id;

-- name: drop_messages(chat_id)!
delete from messages where chat_id = :chat_id;

-- name: drop_slots(chat_id)!
delete from slots where chat_id = :chat_id;

-- name: drop_old_messages(before)!
delete from messages where at < :before;

-- name: drop_chat(id)!
delete from chats
where id = :id
  and not exists (select 1 from outbox o where o.chat_id = chats.id)
  and not exists (select 1 from replies r where r.chat_id = chats.id);

-- name: drop_person(id)!
-- Only where nothing points to it: whoever never sent anything leaves nothing at all.
delete from people
where id = :id
  and not exists (select 1 from chats c where c.person_id = people.id)
  and not exists (select 1 from tickets t where t.resident_id = people.id)
  and not exists (select 1 from tickets t where t.assignee_id = people.id)
  and not exists (select 1 from invites i where i.used_by = people.id)
  and not exists (select 1 from replies r where r.author_id = people.id)
  and not exists (select 1 from audit a where a.actor_id = people.id);
