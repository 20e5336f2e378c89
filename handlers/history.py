"""What happened to a matter, read from its audit lines. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from storage.model import AuditLine, TicketStatus


def since_reopened(history: Sequence[AuditLine]) -> list[AuditLine] | None:
    """Return the lines, oldest first, since the matter was last opened again; None where it never was."""
    for place in range(len(history) - 1, -1, -1):
        line = history[place]
        if line.to_status == TicketStatus.REOPENED and line.from_status != line.to_status:
            return list(history[place + 1 :])
    return None
