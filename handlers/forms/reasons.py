"""Why a matter is not solved: what a pack asks then, by button and in words."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from handlers.forms.form import Extra, Form, Part
from handlers.forms.names import label_problems, question_problems


class Reasons(Part, frozen=True, kw_only=True):
    """The file reasons.toml. `reason`: the reasons to choose from; `words`: what the resident may add."""

    reason: Extra
    words: Extra

    def added_to(self, form: Form) -> Form:
        """Return the form with both as extras; never one that needs no notice, which takes nobody's words (R6).

        Nor a restricted one: nobody is asked there why it is not solved.
        """
        if form.notice == "none" or form.is_restricted or form.is_sent_at_once:
            return form
        return msgspec.structs.replace(form, extras=(*form.extras, self.reason, self.words))

    def problems(self, file: str) -> Iterator[str]:
        """Yield what of it cannot be asked, with the remedy."""
        for extra, kind in ((self.reason, "choice"), (self.words, "words")):
            where = f"{file}: {extra.id}"
            if (extra.type, extra.ask_at) != (kind, "after"):
                yield f"{where}: is {extra.type!r}, asked at {extra.ask_at!r}; make it {kind!r}, asked at 'after'"
            yield from question_problems(extra.ask, f"{where}: ask")
            yield from label_problems(extra.button, f"{where}: button")
            for option in extra.options:
                yield from label_problems(option.label, f"{where}: option {option.id}: label")
