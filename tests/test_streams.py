"""Streams that take everything: the descriptor below is slow, full, or gone."""

from __future__ import annotations

import io
import os
import sys

import pytest

from il2sle.cli.streams import Complete, complete_streams


def test_short_writes_are_gone_on_with() -> None:
    taken: list[bytes] = []

    def three_at_a_time(_descriptor: int, data: memoryview) -> int:
        taken.append(bytes(data[:3]))
        return len(taken[-1])

    assert Complete(1, three_at_a_time).write(b"a long text") == 11
    assert taken == [b"a l", b"ong", b" te", b"xt"]


def test_a_descriptor_that_takes_nothing_is_an_error() -> None:
    with pytest.raises(OSError, match="Input/output error"):
        Complete(1, lambda _descriptor, _data: 0).write(b"text")


def test_a_full_pipe_that_does_not_block_is_waited_for() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    first = iter([BlockingIOError])

    def once_full(descriptor: int, data: memoryview) -> int:
        for error in first:
            raise error
        return os.write(descriptor, data)

    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb"):
        assert Complete(writing, once_full).write(b"text") == 4
        assert os.read(stream.fileno(), 10) == b"text"


def test_an_error_is_handed_on() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb", buffering=0), pytest.raises(BrokenPipeError):
        Complete(writing).write(b"text")


@pytest.mark.parametrize("stream", [None, io.StringIO(), io.TextIOWrapper(io.BytesIO())], ids=["none", "text", "bytes"])
def test_what_is_no_descriptor_stays(stream: io.TextIOBase | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", stream)
    complete_streams()
    assert sys.stdout is stream
