"""What a station sets for itself, as the handlers see it. `bot.config` reads it from the file and checks it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import msgspec

from handlers.hours import Calendar, Duration, Span

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Names = dict[str, str]
"""A name a locale; an empty one falls back to the default."""


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table of the file: an unknown key in it is an error."""


class Desk(Section, frozen=True, kw_only=True):
    """The place people come to, call and read about on nearly every screen."""

    phone: str
    hours: str
    address: str = ""


class Complaints(Section, frozen=True, kw_only=True):
    """Where somebody who is unhappy with the desk can turn to."""

    phone: str = ""


class Features(Section, frozen=True, kw_only=True):
    """What is switched on. What this version does not have yet cannot be."""

    dispute: bool = True
    help: bool = True
    welfare: bool = True
    voice: bool = True
    safety: bool = False
    callback: bool = True
    helpers: bool = True


class Station(Section, frozen=True, kw_only=True):
    name: Names
    body: Names
    timezone: str
    timezone_label: Names
    desk: Desk
    pack: str = "generic"
    locales: tuple[str, ...] = ("en",)
    complaints: Complaints = Complaints()
    preview_locales: tuple[str, ...] = ()
    features: Features = Features()
    numbers: dict[str, str] = {}
    cards_off: tuple[str, ...] = ()


class Office(Section, frozen=True, kw_only=True):
    id: str
    name: Names
    hours: str
    chat_id: int | None = None


class Community(Section, frozen=True, kw_only=True):
    id: str
    name: Names
    office: str


class Slots(Section, frozen=True, kw_only=True):
    """When people can come to a venue: hours by day of the week, cut into times of so many minutes."""

    mon_fri: str = ""
    sat_sun: str = ""
    minutes: int = 60


class Venue(Section, frozen=True, kw_only=True):
    """A place where people come to talk; without communities it is there for all of them."""

    id: str
    name: Names
    communities: tuple[str, ...] = ()
    pin: tuple[float, float] | None = None
    slots: Slots = Slots()


class Service(Section, frozen=True, kw_only=True):
    """Something that is there on some days: on these days of every week, or on these dates."""

    id: str
    name: Names
    hours: str
    what: Names = {}
    weekdays: tuple[Weekday, ...] = ()
    dates: tuple[str, ...] = ()
    venue: str = ""


class ClaimTimer(Section, frozen=True, kw_only=True):
    nudge: str
    escalate: str


class AskTimer(Section, frozen=True, kw_only=True):
    """When the one question comes after resolve, and how long silence lasts before the matter ends."""

    ask: str
    silence: str = "7d"
    close: str = "7d"


class WorkTimer(Section, frozen=True, kw_only=True):
    """What is promised to the resident: when they hear from who claimed it, and how often from then on."""

    first_contact: str = "4h"
    progress: str = "3d"


class KindTimers(Section, frozen=True, kw_only=True):
    claim: ClaimTimer
    followup: AskTimer
    work: WorkTimer = WorkTimer()
    reopen_window: str = "30d"


class Timers(Section, frozen=True, kw_only=True):
    dispute: KindTimers = KindTimers(claim=ClaimTimer(nudge="30m", escalate="2h"), followup=AskTimer(ask="2d"))
    help: KindTimers = KindTimers(
        claim=ClaimTimer(nudge="30m", escalate="2h"), followup=AskTimer(ask="0m"), work=WorkTimer(progress="2d")
    )
    welfare: KindTimers = KindTimers(
        claim=ClaimTimer(nudge="2h", escalate="1wd"),
        followup=AskTimer(ask="3d"),
        work=WorkTimer(first_contact="1wd", progress="5wd"),
    )
    urgent: KindTimers = KindTimers(
        claim=ClaimTimer(nudge="5m", escalate="10m"),
        followup=AskTimer(ask="1d"),
        work=WorkTimer(first_contact="15m", progress="1h"),
    )


class QuietHours(Section, frozen=True, kw_only=True):
    residents: str = "22:30-08:30"
    officers: str = "22:00-08:00"
    holidays: tuple[str, ...] = ()


class TextRetention(Section, frozen=True, kw_only=True):
    """How long words are kept from the end of a matter."""

    free_text_and_voice: str = "30d"
    callback_phone: str = "30d"
    withdrawn: str = "7d"
    care_place: str = "72h"


class SensitiveRetention(Section, frozen=True, kw_only=True):
    at_most: str = "30d"


class Freeze(Section, frozen=True, kw_only=True):
    """How long a law keeps the answers of each kind, from the end of the matter; 0d: none does."""

    dispute: str = "0d"
    help: str = "0d"
    welfare: str = "0d"


class Legal(Section, frozen=True, kw_only=True):
    """The law that makes the station keep something longer, as residents read it, and its date."""

    basis: Names = {}
    dated: str = ""
    freeze: Freeze = Freeze()


class Retention(Section, frozen=True, kw_only=True):
    draft: str = "24h"
    text: TextRetention = TextRetention()
    welfare_sensitive: SensitiveRetention = SensitiveRetention()
    legal: Legal = Legal()


class Limits(Section, frozen=True, kw_only=True):
    """How much one person may send in a minute; 0 for no limit."""

    person_per_minute: int = 30


class OfficerRules(Section, frozen=True, kw_only=True):
    restricted_handlers_min: int = 2


class Officers(Section, frozen=True, kw_only=True):
    admins: tuple[int, ...] = ()
    trained: tuple[int, ...] = ()
    rules: OfficerRules = OfficerRules()
    locale: str = ""


class Settings(Section, frozen=True, kw_only=True, dict=True):
    """Everything a handler may ask the station."""

    station: Station
    offices: tuple[Office, ...]
    communities: tuple[Community, ...]
    venues: tuple[Venue, ...] = ()
    services: tuple[Service, ...] = ()
    timers: Timers = Timers()
    quiet_hours: QuietHours = QuietHours()
    retention: Retention = Retention()
    limits: Limits = Limits()
    officers: Officers = Officers()

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(ZoneInfo(self.station.timezone), parse_holidays(self.quiet_hours.holidays))

    @property
    def default_locale(self) -> str:
        return self.station.locales[0]

    @property
    def officers_locale(self) -> str:
        return self.officers.locale or self.default_locale

    def is_named_trained(self, address: str) -> bool:
        """Return whether the station names this account for restricted matters."""
        return address in {str(number) for number in self.officers.trained}

    def office(self, office_id: str) -> Office:
        return next(office for office in self.offices if office.id == office_id)

    def community(self, community_id: str) -> Community | None:
        return next((community for community in self.communities if community.id == community_id), None)

    def venue(self, venue_id: str) -> Venue | None:
        return next((venue for venue in self.venues if venue.id == venue_id), None)

    def venues_for(self, community_id: str) -> list[Venue]:
        """Return the venues where somebody of this community can come, those of their own community first."""
        fits = [venue for venue in self.venues if not venue.communities or community_id in venue.communities]
        return sorted(fits, key=lambda venue: not venue.communities)

    def office_of(self, community_id: str) -> Office:
        """Return the office a community belongs to; somebody who is not sure belongs to the first."""
        community = self.community(community_id)
        return self.office(community.office) if community else self.offices[0]

    def hours_of(self, office_id: str) -> Span:
        return Span.parse(self.office(office_id).hours)

    def timers_of(self, kind: str, is_urgent: bool) -> KindTimers:
        timers: KindTimers = self.timers.urgent if is_urgent else getattr(self.timers, kind)
        return timers


def local_name(names: Names, locale: str, default: str) -> str:
    """Return the name in this locale, else in the default one, else any that is not empty."""
    return names.get(locale) or names.get(default) or next((name for name in names.values() if name), "")


def parse_holidays(spans: tuple[str, ...]) -> frozenset[date]:
    """Read `2026-10-01` and `2026-10-01..2026-10-08`; raises ValueError saying so."""
    days: set[date] = set()
    for span in spans:
        first, _, last = span.partition("..")
        try:
            start, end = date.fromisoformat(first), date.fromisoformat(last or first)
        except ValueError as error:
            raise ValueError(f"{span!r} is no date; write it like 2026-10-01 or 2026-10-01..2026-10-08") from error
        days.update(start + timedelta(days=number) for number in range((end - start).days + 1))
    return frozenset(days)


def weekday_number(name: Weekday) -> int:
    """Return the day of the week as dates count it: Monday is 0."""
    return get_args(Weekday).index(name)


def duration(text: str) -> Duration:
    return Duration.parse(text)
