-- name: add(chat_id, message, direction, kind, ticket_id, at)!
insert into messages (chat_id, message, direction, kind, ticket_id, at)
values (:chat_id, :message, :direction, :kind, cast(:ticket_id as text), :at)
on conflict (chat_id, message) do nothing;

-- name: count(chat_id, kind)^
select count(*) as value from messages where chat_id = :chat_id and kind = :kind;

-- name: newest(chat_id)^
select max(message) as value from messages where chat_id = :chat_id;
