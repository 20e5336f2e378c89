"""How fast messages may go."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from bot.pacer import (
    CHAT_BURST,
    CHAT_SECONDS,
    GROUP_LIMIT,
    GROUP_SECONDS,
    OVERALL_LIMIT,
    OVERALL_SECONDS,
    URGENT_RESERVE,
    Pacer,
    Unpaced,
)

GROUP = "-100"
PERSON = "7"


@dataclass
class Sending:
    """Sends as the sender does: asks, waits as long as it is told, sends."""

    pacer: Pacer = field(default_factory=Pacer)
    now: float = 1000.0
    sent: list[tuple[str, float]] = field(default_factory=list)

    def send(self, address: str, *, is_urgent: bool = False) -> float:
        """Send as soon as the pacer lets it; return how long that took."""
        began = self.now
        is_group = address.startswith("-")
        while wait := self.pacer.wait(address, is_group, is_urgent, self.now):
            self.now += wait
        self.pacer.note(address, is_group, self.now)
        self.sent.append((address, self.now))
        return self.now - began

    def times(self, address: str) -> list[float]:
        return [at for name, at in self.sent if name == address]


def most_within(times: list[float], seconds: float) -> int:
    """Return the largest number of times in any half-open stretch of so many seconds."""
    return max((sum(1 for at in times if start <= at < start + seconds) for start in times), default=0)


def test_first_message_goes_at_once() -> None:
    assert Pacer().wait(PERSON, False, False, 5.0) == 0


def test_short_burst_goes_at_once_and_the_next_waits_a_second() -> None:
    sending = Sending()
    assert [sending.send(PERSON) for _ in range(CHAT_BURST)] == [0.0] * CHAT_BURST
    assert 0.99 < sending.send(PERSON) < 1.01


def test_burst_is_there_again_after_a_rest() -> None:
    sending = Sending()
    for _ in range(CHAT_BURST):
        sending.send(PERSON)
    sending.now += CHAT_BURST * CHAT_SECONDS
    assert [sending.send(PERSON) for _ in range(CHAT_BURST)] == [0.0] * CHAT_BURST


def test_another_chat_does_not_wait_for_a_busy_one() -> None:
    sending = Sending()
    for _ in range(CHAT_BURST + 1):
        sending.send(PERSON)
    assert sending.pacer.wait("8", False, False, sending.now) == 0


def test_full_group_lets_only_urgent_messages_through() -> None:
    sending = Sending()
    for _ in range(GROUP_LIMIT - URGENT_RESERVE):
        sending.send(GROUP)
    sending.now += 5
    assert sending.pacer.wait(GROUP, True, False, sending.now) > 30
    assert sending.pacer.wait(GROUP, True, True, sending.now) == 0


def test_reserve_ends_too() -> None:
    sending = Sending()
    for _ in range(GROUP_LIMIT):
        sending.send(GROUP, is_urgent=True)
    sending.now += 5
    assert sending.pacer.wait(GROUP, True, True, sending.now) > 30


def test_private_chat_has_no_limit_by_the_minute() -> None:
    sending = Sending()
    for _ in range(2 * GROUP_LIMIT):
        assert sending.send(PERSON) < 1.01


def test_many_chats_at_once_share_the_overall_limit() -> None:
    sending = Sending()
    waits = [sending.send(str(number)) for number in range(OVERALL_LIMIT + 1)]
    assert waits[:OVERALL_LIMIT] == [0.0] * OVERALL_LIMIT
    assert 0.9 < waits[OVERALL_LIMIT] < 1.1


def test_pause_holds_that_chat_and_no_other() -> None:
    pacer = Pacer()
    pacer.pause(GROUP, 35, 100.0)
    assert 30 < pacer.wait(GROUP, True, True, 104.0) < 32
    assert pacer.wait(PERSON, False, False, 104.0) == 0
    assert pacer.wait(GROUP, True, True, 135.1) == 0


def test_shorter_pause_does_not_end_a_longer_one() -> None:
    pacer = Pacer()
    pacer.pause(GROUP, 35, 100.0)
    pacer.pause(GROUP, 1, 101.0)
    assert pacer.wait(GROUP, True, False, 110.0) > 20


def test_what_was_sent_before_the_start_counts() -> None:
    pacer = Pacer()
    pacer.refill(GROUP, [-10.0 - number for number in range(GROUP_LIMIT)])
    assert pacer.wait(GROUP, True, True, 0.0) > 30
    assert Pacer().wait(GROUP, True, True, 0.0) == 0


def test_idle_chats_are_forgotten_and_paused_ones_are_not() -> None:
    pacer = Pacer()
    for number in range(500):
        pacer.note(str(number), False, number / 100)
    pacer.pause(GROUP, 3600, 5.0)
    pacer.note("one more", False, 200.0)
    assert len(pacer) == 2
    assert pacer.wait(GROUP, True, True, 201.0) > 3000


steps = st.lists(
    st.tuples(
        st.floats(0, 20, allow_nan=False),
        st.sampled_from([GROUP, "-200", PERSON, "8"]),
        st.booleans(),
    ),
    max_size=120,
)


@given(steps)
def test_no_stretch_of_time_holds_more_than_the_limits(steps: list[tuple[float, str, bool]]) -> None:
    sending = Sending()
    for rest, address, is_urgent in steps:
        sending.now += rest if rest > 15 else 0
        sending.send(address, is_urgent=is_urgent)
    for group in (GROUP, "-200"):
        assert most_within(sending.times(group), GROUP_SECONDS) <= GROUP_LIMIT
    for address in (GROUP, PERSON):
        assert most_within(sending.times(address), CHAT_SECONDS) <= CHAT_BURST
        assert most_within(sending.times(address), 10 * CHAT_SECONDS) <= CHAT_BURST + 10
    assert most_within([at for _, at in sending.sent], OVERALL_SECONDS) <= OVERALL_LIMIT


@given(st.integers(OVERALL_LIMIT, 80))
def test_overall_limit_holds_for_any_number_of_chats(count: int) -> None:
    sending = Sending()
    for number in range(count):
        sending.send(str(number))
    assert most_within([at for _, at in sending.sent], OVERALL_SECONDS) == OVERALL_LIMIT


@given(st.lists(st.floats(0, 10), max_size=60))
def test_reserve_is_free_whenever_only_ordinary_messages_went(rests: list[float]) -> None:
    """As many urgent ones as the reserve holds go out in seconds, whatever ordinary ones went before."""
    sending = Sending()
    for rest in rests:
        sending.now += rest
        sending.send(GROUP)
    began = sending.now
    for _ in range(URGENT_RESERVE):
        sending.send(GROUP, is_urgent=True)
    assert sending.now - began <= URGENT_RESERVE * CHAT_SECONDS + 0.1


@given(steps, st.floats(0, 70), st.booleans())
def test_waiting_shortens_the_wait(steps: list[tuple[float, str, bool]], later: float, is_urgent: bool) -> None:
    sending = Sending()
    for _, address, urgent in steps:
        sending.send(address, is_urgent=urgent)
    first = sending.pacer.wait(GROUP, True, is_urgent, sending.now)
    second = sending.pacer.wait(GROUP, True, is_urgent, sending.now + later)
    assert second <= first
    assert second >= first - later - 0.01
    assert sending.pacer.wait(GROUP, True, True, sending.now) <= sending.pacer.wait(GROUP, True, False, sending.now)


@given(steps)
def test_one_more_message_never_shortens_the_wait(steps: list[tuple[float, str, bool]]) -> None:
    sending = Sending()
    for _, address, is_urgent in steps:
        before = sending.pacer.wait(address, address.startswith("-"), is_urgent, sending.now)
        sending.pacer.note(address, address.startswith("-"), sending.now)
        assert sending.pacer.wait(address, address.startswith("-"), is_urgent, sending.now) >= before


@given(st.lists(st.floats(-70, 0), max_size=40))
def test_order_of_what_was_sent_before_does_not_matter(times: list[float]) -> None:
    one, other = Pacer(), Pacer()
    one.refill(GROUP, times)
    other.refill(GROUP, list(reversed(times)))
    assert one.wait(GROUP, True, False, 0.0) == other.wait(GROUP, True, False, 0.0)


def test_unpaced_lets_everything_through() -> None:
    unpaced = Unpaced()
    for _ in range(100):
        unpaced.note(GROUP, True, 1.0)
    assert unpaced.wait(GROUP, True, False, 1.0) == 0


def test_unpaced_keeps_a_pause_that_the_server_asked_for() -> None:
    unpaced = Unpaced()
    unpaced.pause(GROUP, 5, 1.0)
    assert unpaced.wait(GROUP, True, True, 2.0) == 4
    assert unpaced.wait(PERSON, False, False, 2.0) == 0
    assert unpaced.wait(GROUP, True, True, 6.0) == 0
