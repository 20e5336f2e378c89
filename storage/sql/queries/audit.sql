-- name: head()^
select id, hash from audit order by id desc limit 1;

-- name: add(id, at, ticket_id, actor_id, actor_role, action, from_status, to_status, code, previous_hash, hash)!
insert into audit
    (id, at, ticket_id, actor_id, actor_role, action, from_status, to_status, code, previous_hash, hash)
values
    (:id, :at, cast(:ticket_id as text), cast(:actor_id as text), :actor_role, :action, cast(:from_status as text),
     cast(:to_status as text), cast(:code as text), :previous_hash, :hash);

-- name: of_ticket(ticket_id)
select * from audit where ticket_id = :ticket_id order by id;

-- name: all_lines()
select * from audit order by id;
