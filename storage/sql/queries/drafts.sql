-- name: of_person(person_id)
-- The one the person is at first; those cancelled come last.
select * from drafts where person_id = :person_id and form <> '' order by is_cancelled, turn desc;

-- name: first_words(person_id)^
-- What the person said before they chose what it is about: a draft without a form.
select * from drafts where person_id = :person_id and form = '';

-- name: put(id, person_id, form, ticket_id, progress, version, now)!
insert into drafts (id, person_id, form, ticket_id, progress, version, turn, is_cancelled, created_at, updated_at)
values (:id, :person_id, :form, cast(:ticket_id as text), :progress, :version,
        (select coalesce(max(turn), 0) + 1 from drafts where person_id = :person_id), 0, :now, :now)
on conflict (id) do update
set progress = excluded.progress, version = excluded.version, turn = excluded.turn, is_cancelled = 0,
    updated_at = excluded.updated_at;

-- name: amend(progress, id)!
update drafts set progress = :progress where id = :id;

-- name: cancel(id)!
update drafts set is_cancelled = 1 where id = :id;

-- name: oldest(person_id)^
-- When the draft that has waited longest was touched.
select min(updated_at) as value from drafts where person_id = :person_id;

-- name: end(id)!
delete from drafts where id = :id;

-- name: end_all(person_id)!
delete from drafts where person_id = :person_id;

-- name: end_older(person_id, updated_at)!
delete from drafts where person_id = :person_id and updated_at <= :updated_at;

-- name: note_sent(id, ticket_id, sent_at)!
insert into sent_drafts (id, ticket_id, sent_at) values (:id, :ticket_id, :sent_at);

-- name: ticket_of_sent(id)^
select ticket_id from sent_drafts where id = :id;
