-- name: add(id, ticket_id, author_id, side, kind, chat_id, message, created_at)^
insert into replies (id, ticket_id, author_id, side, kind, chat_id, message, created_at)
values (:id, cast(:ticket_id as text), :author_id, :side, :kind, :chat_id, :message, :created_at)
on conflict (chat_id, message, kind) do nothing
returning id;

-- name: add_version(id, reply_id, number, content, at)!
insert into reply_versions (id, reply_id, number, content, at) values (:id, :reply_id, :number, :content, :at);

-- name: get(id)^
select r.*, v.number, v.content, v.id as version_id
from replies r join reply_versions v on v.reply_id = r.id
where r.id = :id
order by v.number desc limit 1;

-- name: by_message(chat_id, message)^
select id from replies where chat_id = :chat_id and message = :message and kind = 'text';

-- name: of_ticket(ticket_id)
select id from replies where ticket_id = :ticket_id order by created_at, message;

-- name: unshown(person_id)
-- What officers said to this resident and waits to be shown.
select r.id from replies r join tickets t on t.id = r.ticket_id
where t.resident_id = :person_id and r.side = 'officer' and r.shown_at is null
order by r.created_at, r.message;

-- name: waiting(author_id, since)
select id from replies where author_id = :author_id and ticket_id is null and created_at >= :since
order by created_at, message;

-- name: assign(ticket_id, side, id)^
update replies set ticket_id = :ticket_id, side = :side where id = :id and ticket_id is null returning id;

-- name: mark_shown(now, id)!
update replies set shown_at = :now where id = :id and shown_at is null;

-- name: drop(id)!
delete from replies where id = :id and ticket_id is null;

-- name: drop_unsent(before)!
delete from replies where ticket_id is null and created_at < :before;

-- name: take_pen(person_id, ticket_id, at)!
insert into pens (person_id, ticket_id, at) values (:person_id, :ticket_id, :at)
on conflict (person_id) do update set ticket_id = excluded.ticket_id, at = excluded.at;

-- name: pen(person_id, since)^
select ticket_id from pens where person_id = :person_id and at >= :since;

-- name: put_pen_down(person_id)!
delete from pens where person_id = :person_id;
