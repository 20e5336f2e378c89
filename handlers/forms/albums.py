"""Albums: photos that were sent together are one answer, though each comes as a message of its own. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from handlers.forms.answers import Answer, Photo, Reason, Refused
from handlers.forms.form import Form


def find_photo(answers: Mapping[str, Answer], album: str) -> tuple[str, Photo] | None:
    """Return the step that a photo of this album answered, with the answer."""
    return next(
        ((step, each) for step, each in answers.items() if isinstance(each, Photo) and each.album == album), None
    )


def add_photo(form: Form, step_id: str, answer: Photo, file: str) -> Photo | Refused:
    """Return the answer with one more photo, or why it has enough of them."""
    step = form.step(step_id)
    most = step.limits.most_photos if step is not None else 1
    if len(answer.files) >= most:
        return Refused(Reason.MANY_PHOTOS, {"most": most})
    return msgspec.structs.replace(answer, more=(*answer.more, file))
