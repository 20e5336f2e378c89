-- name: count(chat_id, now, since, step)^
-- One more in the running window, or the first of a new one; a window that begins after now is an old clock's.
insert into turns (chat_id, began_at, number, is_told) values (:chat_id, :now, :step, 0)
on conflict (chat_id) do update
set began_at = case when turns.began_at > :since and turns.began_at <= :now then turns.began_at else :now end,
    number = case when turns.began_at > :since and turns.began_at <= :now then turns.number + :step else :step end,
    is_told = case when turns.began_at > :since and turns.began_at <= :now then turns.is_told else 0 end
returning began_at, number;

-- name: note_told(chat_id)^
update turns set is_told = 1 where chat_id = :chat_id and is_told = 0 returning chat_id;

-- name: drop_before(before)!
delete from turns where began_at < :before;
