-- name: add(chat_id, message, direction, kind, ticket_id, at)!
insert into messages (chat_id, message, direction, kind, ticket_id, at)
values (:chat_id, :message, :direction, :kind, cast(:ticket_id as text), :at)
on conflict (chat_id, message) do nothing;
