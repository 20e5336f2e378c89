-- name: add(id, stream, chat_id, ticket_id, slot, priority, command, payload, about, created_at)!
insert into outbox
    (id, stream, chat_id, ticket_id, slot, priority, command, payload, about, status, reason,
     attempts, not_before, created_at)
values
    (:id, :stream, :chat_id, cast(:ticket_id as text), cast(:slot as text), :priority, :command, :payload,
     :about, 'pending', null, 0, 0, :created_at);

-- name: replace_waiting(now, slot)!
-- A redraw makes the ones still waiting for the same slot needless.
update outbox
set status = 'replaced', payload = null, about = null, finished_at = :now
where slot = :slot and status = 'pending' and command = 'Post';

-- name: waiting_for(slot)^
select count(*) as value from outbox where slot = :slot and status = 'pending';

-- name: heads(now, limit)
-- The oldest waiting row of each stream, most pressing first.
select o.id, o.stream, o.chat_id, o.ticket_id, o.slot, o.priority, o.command, o.payload, o.about, o.attempts,
       c.address, c.kind, s.message
from outbox o
join chats c on c.id = o.chat_id
left join slots s on s.slot = o.slot
where o.status = 'pending'
  and o.not_before <= :now
  and o.id = (select min(f.id) from outbox f where f.stream = o.stream and f.status = 'pending')
order by o.priority, o.id
limit :limit;

-- name: next_retry(now)^
select min(not_before) as value from outbox where status = 'pending' and not_before > :now;

-- name: finish(status, reason, now, id)!
update outbox
set status = :status, reason = cast(:reason as text), payload = null, about = null, finished_at = :now
where id = :id and status = 'pending';

-- name: put_off(not_before, reason, id)!
update outbox
set attempts = attempts + 1, not_before = :not_before, reason = :reason
where id = :id and status = 'pending';

-- name: drop_for_chat(reason, now, chat_id)!
-- Nothing more can reach this chat.
update outbox
set status = 'failed', reason = :reason, payload = null, about = null, finished_at = :now
where chat_id = :chat_id and status = 'pending';

-- name: drop_said(reason, now, chat_id)!
-- Whoever must not be written to now; what is to be erased still goes.
update outbox
set status = 'failed', reason = :reason, payload = null, about = null, finished_at = :now
where chat_id = :chat_id and status = 'pending' and command in ('Post', 'SendFile', 'SendPlace');

-- name: drop_of_slot(reason, now, slot)!
update outbox
set status = 'failed', reason = :reason, payload = null, about = null, finished_at = :now
where slot = :slot and status = 'pending';
-- name: drop_for_ticket(reason, now, ticket_id)!
update outbox
set status = 'failed', reason = :reason, payload = null, about = null, finished_at = :now
where ticket_id = :ticket_id and status = 'pending';

-- name: waiting_for_chat(chat_id)^
select count(*) as value from outbox where chat_id = :chat_id and status = 'pending';

-- name: sent_since(since)
-- What went out lately, to refill the pacer's windows after a start.
select chat_id, finished_at from outbox where status = 'sent' and finished_at > :since;

-- name: count_waiting()^
select count(*) as value from outbox where status = 'pending';

-- name: count_ready(now)^
select count(*) as value from outbox where status = 'pending' and not_before <= :now;

-- name: last_id()^
select max(id) as value from outbox;

-- name: drop_finished(before)!
delete from outbox where status in ('sent', 'replaced', 'failed') and finished_at < :before;
