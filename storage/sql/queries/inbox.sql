-- name: add(id, source, key, lane, is_urgent, payload, received_at)^
-- A row is unique by (source, key): the same update delivered twice is one row.
insert into inbox (id, source, key, lane, is_urgent, payload, status, reason, attempts, not_before, received_at)
values (:id, :source, :key, :lane, :is_urgent, :payload, 'pending', null, 0, 0, :received_at)
on conflict (source, key) do nothing
returning id;

-- name: waiting(now, limit)
-- Up to :limit rows to handle: urgent lanes first, then one of each lane in turn; within a lane, oldest first.
-- A row that waits for its retry holds its own lane and no other.
select id, source, key, lane, is_urgent, payload, attempts, received_at
from (
    select i.*,
           row_number() over (partition by lane order by id) as turn,
           max(is_urgent) over (partition by lane) as is_lane_urgent
    from inbox i
    where status = 'pending'
      and lane not in (select lane from inbox where status = 'pending' and not_before > :now)
) ready
order by is_lane_urgent desc, turn, id
limit :limit;

-- name: next_retry(now)^
select min(not_before) as value from inbox where status = 'pending' and not_before > :now;

-- name: finish(status, reason, now, id)!
update inbox
set status = :status, reason = cast(:reason as text), payload = null, finished_at = :now
where id = :id;

-- name: note_attempt(id)!
update inbox set attempts = attempts + 1 where id = :id;

-- name: hold(not_before, id)!
update inbox set not_before = :not_before where id = :id;

-- name: set_aside(reason, now, id)!
update inbox set status = 'failed', reason = :reason, finished_at = :now where id = :id;

-- name: blank_failed(lane)!
update inbox set payload = null where status = 'failed' and lane = :lane;

-- name: count_waiting()^
select count(*) as value from inbox where status = 'pending';

-- name: last_id()^
select max(id) as value from inbox;

-- name: drop_finished(before)!
delete from inbox where status in ('done', 'ignored') and finished_at < :before;

-- name: drop_failed(before)!
delete from inbox where status = 'failed' and finished_at < :before;
