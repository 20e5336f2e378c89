-- name: by_index(address_index)^
select * from people where address_index = :address_index;

-- name: get(id)^
select * from people where id = :id;

-- name: add(id, address_index, address, created_at)!
insert into people (id, address_index, address, name, locale, role, community, unreachable_at, created_at)
values (:id, :address_index, :address, null, null, 'resident', null, null, :created_at);

-- name: set_name(name, id)!
update people set name = :name where id = :id;

-- name: set_locale(locale, id)!
update people set locale = :locale where id = :id;

-- name: set_role(role, id)!
update people set role = :role where id = :id;

-- name: set_community(community, id)!
update people set community = cast(:community as text) where id = :id;

-- name: set_unreachable(unreachable_at, id)!
update people set unreachable_at = cast(:unreachable_at as bigint) where id = :id;

-- name: with_role(role)
select * from people where role = :role order by id;

-- name: members_of(chat_id)
select p.* from people p join members m on m.person_id = p.id
where m.chat_id = :chat_id and m.is_member = 1
order by p.id;

-- name: membership(chat_id, person_id)^
select is_member, checked_at from members where chat_id = :chat_id and person_id = :person_id;

-- name: set_membership(chat_id, person_id, is_member, checked_at)!
insert into members (chat_id, person_id, is_member, checked_at)
values (:chat_id, :person_id, :is_member, :checked_at)
on conflict (chat_id, person_id) do update set is_member = excluded.is_member, checked_at = excluded.checked_at;

-- name: offices_of(person_id)
select c.office from members m join chats c on c.id = m.chat_id
where m.person_id = :person_id and m.is_member = 1 and c.office is not null
order by c.office;

-- name: add_invite(token_hash, role, expires_at)!
insert into invites (token_hash, role, expires_at, used_by, used_at)
values (:token_hash, :role, :expires_at, null, null)
on conflict (token_hash) do nothing;

-- name: take_invite(person_id, now, token_hash)^
update invites set used_by = :person_id, used_at = :now
where token_hash = :token_hash and used_at is null and expires_at > :now
returning role;

-- name: add_consent(id, person_id, purpose, text_version, given_at)!
insert into consents (id, person_id, purpose, text_version, given_at, withdrawn_at)
values (:id, :person_id, :purpose, :text_version, :given_at, null);

-- name: consent(person_id, purpose, text_version)^
select id from consents
where person_id = :person_id and purpose = :purpose and text_version = :text_version and withdrawn_at is null;

-- name: consents_of(person_id)
select * from consents where person_id = :person_id order by given_at, id;

-- name: withdraw_consent(now, person_id, purpose)^
update consents set withdrawn_at = :now
where person_id = :person_id and purpose = :purpose and withdrawn_at is null
returning id;
