-- name: of_person(person_id)^
select * from drafts where person_id = :person_id;

-- name: put(person_id, id, form, ticket_id, progress, version, now)!
insert into drafts (person_id, id, form, ticket_id, progress, version, created_at, updated_at)
values (:person_id, :id, :form, cast(:ticket_id as text), :progress, :version, :now, :now)
on conflict (person_id) do update
set id = excluded.id, form = excluded.form, ticket_id = excluded.ticket_id, progress = excluded.progress,
    version = excluded.version, updated_at = excluded.updated_at;

-- name: drop(person_id)!
delete from drafts where person_id = :person_id;

-- name: note_sent(id, ticket_id, sent_at)!
insert into sent_drafts (id, ticket_id, sent_at) values (:id, :ticket_id, :sent_at);

-- name: ticket_of_sent(id)^
select ticket_id from sent_drafts where id = :id;
