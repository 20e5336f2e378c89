"""What can go wrong that a person is told about. The docstring is the meaning; the words are in the catalogues."""

from __future__ import annotations


class FormUnknown(Exception):
    """The draft was begun with a form, or a version of it, that the station no longer has."""
