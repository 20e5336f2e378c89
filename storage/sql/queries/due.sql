-- name: add(id, key, kind, ticket_id, person_id, due_at)!
insert into due (id, key, kind, ticket_id, person_id, due_at, status, reason, version)
values (:id, :key, :kind, cast(:ticket_id as text), cast(:person_id as text), :due_at, 'pending', null, 1)
on conflict (key) do nothing;

-- name: renew(id, key, kind, ticket_id, person_id, due_at)!
-- Make the promise again at another time, whatever became of the earlier one.
insert into due (id, key, kind, ticket_id, person_id, due_at, status, reason, version)
values (:id, :key, :kind, cast(:ticket_id as text), cast(:person_id as text), :due_at, 'pending', null, 1)
on conflict (key) do update
set due_at = excluded.due_at, status = 'pending', reason = null, version = due.version + 1;

-- name: get(id)^
select * from due where id = :id;

-- name: planned_for(ticket_id)
select * from due where ticket_id = :ticket_id and status = 'pending' order by due_at, id;

-- name: ready(now, limit)
select * from due where status = 'pending' and due_at <= :now order by due_at, id limit :limit;

-- name: next_time()^
select min(due_at) as value from due where status = 'pending';

-- name: next_told_time()^
-- Housekeeping is nobody's reminder.
select min(due_at) as value from due where status = 'pending' and kind <> 'housekeeping';

-- name: finish(status, reason, id)!
update due set status = :status, reason = cast(:reason as text) where id = :id and status <> 'done';

-- name: queue(id)!
update due set status = 'queued' where id = :id and status = 'pending';

-- name: put_off(due_at, id)!
update due set status = 'pending', due_at = :due_at, version = version + 1 where id = :id;

-- name: skip_of_ticket(reason, ticket_id)!
update due set status = 'skipped', reason = :reason
where ticket_id = :ticket_id and status in ('pending', 'queued');

-- name: skip_kind_of_ticket(reason, ticket_id, kind)!
update due set status = 'skipped', reason = :reason
where ticket_id = :ticket_id and kind = :kind and status in ('pending', 'queued');

-- name: skip_of_person(reason, person_id, kind)!
update due set status = 'skipped', reason = :reason
where person_id = :person_id and kind = :kind and status in ('pending', 'queued');

-- name: hasten(now, person_id, kind)!
update due set due_at = :now, version = version + 1
where person_id = :person_id and kind = :kind and status = 'pending' and due_at > :now;
