"""The figures of the crash suite, printed in one line each at the end of a run."""

from __future__ import annotations

import pytest

_PLACE = "figures"


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == _PLACE:
                terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {value}")
