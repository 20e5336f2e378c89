from __future__ import annotations

from bot.sandbox.presses import LIFE

from .desk import Desk, buttons

TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_a_press_is_a_callback_query(desk: Desk) -> None:
    sent = await desk.send(reply_markup=buttons("Yes", "No"))
    press = await desk.act(desk.ana, "press", message_id=sent["message_id"], button="No")
    (update,) = await desk.updates()
    query = update["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"]) == (press["query_id"], "no", desk.ana)
    assert query["message"] == sent
    assert query["chat_instance"]


async def test_buttons_are_pressed_by_place_and_forged_by_data(desk: Desk) -> None:
    sent = await desk.send(reply_markup=buttons("Yes", "No"))
    await desk.act(desk.ana, "press", message_id=sent["message_id"], row=0, column=1)
    await desk.act(desk.ana, "press", message_id=sent["message_id"], data="forged")
    assert [one["callback_query"]["data"] for one in await desk.updates()] == ["no", "forged"]
    error = await desk.wrong("act", user=desk.ana, do="press", message_id=sent["message_id"], button="Maybe")
    assert error == "button: nothing to press there; the buttons are [['Yes', 'No']]"


async def test_a_press_on_a_deleted_message_shows_it_as_inaccessible(desk: Desk) -> None:
    sent = await desk.send(reply_markup=buttons("Yes"))
    await desk.ok("deleteMessage", chat_id=desk.ana, message_id=sent["message_id"])
    await desk.act(desk.ana, "press", message_id=sent["message_id"], button="Yes")
    (update,) = await desk.updates()
    assert update["callback_query"]["message"] == {
        "message_id": sent["message_id"],
        "chat": sent["chat"],
        "date": 0,
    }


async def test_an_answer_counts_once(desk: Desk) -> None:
    sent = await desk.send(reply_markup=buttons("Yes"))
    query = (await desk.act(desk.ana, "press", message_id=sent["message_id"], button="Yes"))["query_id"]
    assert (await desk.look(f"presses/{query}"))["answered"] is False
    for text in ("first", "second"):
        assert await desk.ok("answerCallbackQuery", callback_query_id=query, text=text, show_alert=True) is True
    press = await desk.look(f"presses/{query}")
    assert (press["answered"], press["text"], press["show_alert"]) == (True, "first", True)
    assert [one["query_id"] for one in await desk.look("presses")] == [query]


async def test_made_up_and_old_presses_are_refused(desk: Desk) -> None:
    sent = await desk.send(reply_markup=buttons("Yes"))
    query = (await desk.act(desk.ana, "press", message_id=sent["message_id"], button="Yes"))["query_id"]
    assert await desk.refusal("answerCallbackQuery", callback_query_id="123") == TOO_OLD
    other = await desk.call("answerCallbackQuery", token="43:other", callback_query_id=query)
    assert other["error_code"] == 400
    await desk.drive("clock/advance", seconds=3600)
    assert await desk.ok("answerCallbackQuery", callback_query_id=query)
    desk.sandbox.world.presses.all[query].made_at -= LIFE
    assert await desk.refusal("answerCallbackQuery", callback_query_id=query) == TOO_OLD


async def test_a_long_answer_is_refused(desk: Desk) -> None:
    sent = await desk.send(reply_markup=buttons("Yes"))
    query = (await desk.act(desk.ana, "press", message_id=sent["message_id"], button="Yes"))["query_id"]
    error = await desk.refusal("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert error == "400 Bad Request: MESSAGE_TOO_LONG"
    assert await desk.ok("answerCallbackQuery", callback_query_id=query, text="x" * 200)
