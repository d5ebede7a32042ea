"""The bar of those who wait: where it is drawn, and that nothing of it stays."""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from itertools import count
from typing import Any

import pytest

from il2sle.cli import progress as module
from il2sle.cli.progress import progress


class Screen(io.StringIO):
    """Text in memory that says of itself that it is a terminal."""

    def isatty(self) -> bool:
        return True


def drawn(
    monkeypatch: pytest.MonkeyPatch,
    stream: io.StringIO,
    *,
    seconds: float = 9,
    quiet: bool = False,
    term: str = "xterm",
) -> str:
    """What is written while three records are read, each in so many seconds."""
    clock = count()
    monkeypatch.setattr(module, "monotonic", lambda: next(clock) * seconds)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("NO_COLOR", "1")
    with progress(3, quiet=quiet) as step:
        for _ in range(3):
            step()
    return stream.getvalue()


def test_who_waits_sees_a_bar_that_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    written = drawn(monkeypatch, Screen(), seconds=0.6)

    assert "3/3 records" in written
    assert "1/3 records" not in written
    assert written.endswith("\x1b[2K")


@pytest.mark.parametrize(
    ("stream", "ways"),
    [
        pytest.param(Screen(), {"seconds": 0.1}, id="soon done"),
        pytest.param(Screen(), {"quiet": True}, id="quiet"),
        pytest.param(Screen(), {"term": "dumb"}, id="cannot draw"),
        pytest.param(io.StringIO(), {}, id="no terminal"),
    ],
)
def test_nobody_else_sees_one(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, ways: dict[str, Any]) -> None:
    assert drawn(monkeypatch, stream, **ways) == ""


def test_the_bar_goes_when_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(module, "PATIENCE", 0)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    with suppress(KeyboardInterrupt), progress(3, quiet=False) as step:
        step()
        raise KeyboardInterrupt
    assert "1/3 records" in screen.getvalue()
    assert screen.getvalue().endswith("\x1b[2K")
