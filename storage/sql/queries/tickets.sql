-- name: next_number(name)^
insert into counters (name, value) values (:name, 1)
on conflict (name) do update set value = counters.value + 1
returning value;

-- name: add(id, number, kind, form, form_version, category, office, community, is_urgent, is_restricted, is_by_helper, resident_id, created_at)!
insert into tickets
    (id, number, kind, form, form_version, category, office, community, status, is_urgent, is_escalated, is_restricted,
     is_by_helper, resident_id, assignee_id, outcome, version, created_at, claimed_at, contacted_at, resolved_at, closed_at)
values
    (:id, :number, :kind, :form, :form_version, :category, :office, :community, 'new', :is_urgent, 0, :is_restricted,
     :is_by_helper, :resident_id, null, null, 1, :created_at, null, null, null, null);

-- name: get(id)^
select * from tickets where id = :id;

-- name: of_resident(resident_id)
select * from tickets where resident_id = :resident_id order by created_at desc, id;

-- name: unclaimed(office)
select * from tickets
where office = :office and assignee_id is null and status in ('new', 'claimed', 'in_progress', 'reopened')
  and is_restricted = 0
order by is_urgent desc, created_at;

-- name: restricted_unclaimed()
-- For the trained people, whichever office it is.
select * from tickets
where assignee_id is null and is_restricted = 1 and status in ('new', 'claimed', 'in_progress', 'reopened')
order by created_at;

-- name: held_by(assignee_id)
select * from tickets
where assignee_id = :assignee_id and status in ('claimed', 'in_progress', 'reopened')
order by is_urgent desc, created_at;

-- name: claim(assignee_id, now, id)^
-- The first tap wins: whoever comes later gets no row back.
update tickets
set assignee_id = :assignee_id, claimed_at = :now, version = version + 1,
    status = case when status in ('new', 'reopened') then 'claimed' else status end
where id = :id and assignee_id is null and status in ('new', 'reopened', 'in_progress', 'claimed')
returning version;

-- name: release(id, assignee_id)^
update tickets
set assignee_id = null, version = version + 1,
    status = case when status = 'claimed' then 'new' else status end
where id = :id and assignee_id = :assignee_id and status in ('claimed', 'in_progress', 'reopened')
returning version;

-- name: move(to_status, now, outcome, id, from_status)^
update tickets
set status = :to_status, version = version + 1,
    contacted_at = case when :to_status = 'in_progress' and contacted_at is null then :now else contacted_at end,
    resolved_at = case when :to_status = 'resolved' then :now else resolved_at end,
    closed_at = case when :to_status in ('closed', 'withdrawn') then :now else closed_at end,
    outcome = coalesce(cast(:outcome as text), outcome)
where id = :id and status = :from_status
returning version;

-- name: escalate(id)!
update tickets set is_escalated = 1, version = version + 1 where id = :id and is_escalated = 0;

-- name: touch(id)!
update tickets set version = version + 1 where id = :id;

-- name: put_answer(id, ticket_id, step, value, keep)!
insert into answers (id, ticket_id, step, value, keep) values (:id, :ticket_id, :step, :value, :keep)
on conflict (ticket_id, step) do update set id = excluded.id, value = excluded.value, keep = excluded.keep;

-- name: answers_of(ticket_id)
select id, step, value from answers where ticket_id = :ticket_id order by step;

-- name: drop_answer(ticket_id, step)!
delete from answers where ticket_id = :ticket_id and step = :step;

-- name: drop_answers(ticket_id)!
delete from answers where ticket_id = :ticket_id;

-- name: blank(id)!
update tickets set community = '', version = version + 1 where id = :id;
