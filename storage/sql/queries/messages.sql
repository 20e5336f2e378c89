-- name: add(chat_id, message, direction, kind, ticket_id, at)!
insert into messages (chat_id, message, direction, kind, ticket_id, at)
values (:chat_id, :message, :direction, :kind, cast(:ticket_id as text), :at)
on conflict (chat_id, message) do nothing;

-- name: sent_since(since)
-- What went out lately, to refill the pacer's windows after a start.
select m.chat_id, c.kind, m.at from messages m join chats c on c.id = m.chat_id
where m.direction = 'out' and m.at > :since
order by m.at;
