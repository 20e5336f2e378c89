-- name: add(chat_id, message, direction, kind, ticket_id, at)!
insert into messages (chat_id, message, direction, kind, ticket_id, at)
values (:chat_id, :message, :direction, :kind, cast(:ticket_id as text), :at)
on conflict (chat_id, message) do nothing;

-- name: count(chat_id, kind)^
select count(*) as value from messages where chat_id = :chat_id and kind = :kind;

-- name: newest(chat_id)^
select max(message) as value from messages where chat_id = :chat_id;

-- name: since(chat_id, at)
select message from messages where chat_id = :chat_id and at >= :at order by message;

-- name: of_ticket(ticket_id)
select chat_id, message from messages where ticket_id = :ticket_id and direction = 'out' order by chat_id, message;

-- name: count_before(chat_id, at)^
select count(*) as value from messages where chat_id = :chat_id and at < :at;

-- name: forget(chat_id, at)!
delete from messages where chat_id = :chat_id and at >= :at;

-- name: newest_out(chat_id)^
select message, ticket_id from messages where chat_id = :chat_id and direction = 'out' order by message desc limit 1;

-- name: ticket_of(chat_id, message)^
select ticket_id from messages where chat_id = :chat_id and message = :message;

-- name: set_ticket(ticket_id, chat_id, message)!
update messages set ticket_id = :ticket_id where chat_id = :chat_id and message = :message;
-- name: count_all(chat_id)^
select count(*) as value from messages where chat_id = :chat_id;

-- name: shown_to_officers(ticket_id, since, resident_id)
-- What was shown to officers in private and is no live message of a slot.
select m.chat_id, m.message from messages m join chats c on c.id = m.chat_id
where m.ticket_id = :ticket_id and m.at >= :since and m.direction = 'out'
  and c.kind = 'private' and c.person_id <> :resident_id
  and not exists (
      select 1 from slots s
      where s.message = m.message
        and s.slot in ('desk:' || m.ticket_id || ':' || c.person_id, 'alert:' || m.ticket_id || ':' || c.person_id)
  )
order by m.chat_id, m.message;
