-- name: update_keys()
select key, status from inbox where source = 'telegram';

-- name: failed_rows()
select id, reason from inbox where status = 'failed' order by id;

-- name: tickets()
select * from tickets order by created_at, id;

-- name: unsent_tickets()
-- Tickets that did not come from exactly one draft.
select t.number, count(d.id) as drafts from tickets t left join sent_drafts d on d.ticket_id = t.id
group by t.id, t.number
having count(d.id) <> 1;

-- name: needless_due()
-- Nudges still planned for tickets that somebody has or that are over.
select t.number, d.kind from due d join tickets t on t.id = d.ticket_id
where d.status in ('pending', 'queued') and d.kind in ('nudge', 'escalate')
  and (t.assignee_id is not null or t.status not in ('new', 'claimed', 'in_progress', 'reopened'));

-- name: needless_bookings()
-- Times still to come, when the matter ended, that nobody else can take.
select t.number, b.venue from bookings b join tickets t on t.id = b.ticket_id
where b.status = 'booked' and b.start_at > coalesce(t.closed_at, t.resolved_at)
  and t.status not in ('new', 'claimed', 'in_progress', 'reopened');
-- name: sensitive_unasked()
-- Sensitive answers of somebody who never agreed to anything.
select distinct t.number from answers a join tickets t on t.id = a.ticket_id
where a.keep = 'sensitive' and not exists (select 1 from consents c where c.person_id = t.resident_id)
order by t.number;

-- name: cards()
-- The live card of each ticket that waits for somebody.
select t.number, t.id, s.message, s.chat_id from tickets t left join slots s on s.slot = 'card:' || t.id
where t.assignee_id is null and t.status in ('new', 'claimed', 'in_progress', 'reopened') and t.is_restricted = 0;
