"""What processes cost: the processor time of each, how long one waits for it, and its peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic


@dataclass(frozen=True, slots=True)
class Command:
    """A process to be measured.

    Attributes:
        words: the program and its arguments.
        environ: variables that it has beside those of all.
        output: where its standard output goes; None for nowhere.
        folder: where it runs; None for here.
    """

    words: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=dict)
    output: Path | None = None
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took.

    Attributes:
        seconds: user and system time, of its own processes too that it waited for.
        waited: seconds from its start to its end, in which several of its processes may have worked at once.
        megabytes: the most memory that it, or one of these, held at once.
    """

    seconds: float
    waited: float
    megabytes: float


def measured(commands: Mapping[str, Command], environ: Mapping[str, str], runs: int) -> dict[str, Cost]:
    """The least that each command took: all of them in turn, again and again, so that a slow minute is slow for all.

    Args:
        commands: by any names; one may read what another one before it wrote.
        environ: the environment of all.
        runs: how often each is run.
    """
    found: dict[str, list[Cost]] = {name: [] for name in commands}
    for run in range(runs):
        for name, command in commands.items():
            sys.stderr.write(f"\r\x1b[Krun {run + 1} of {runs}: {name}")
            sys.stderr.flush()
            found[name].append(cost(command, environ))
    sys.stderr.write("\r\x1b[K")
    return {
        name: Cost(*map(min, zip(*((one.seconds, one.waited, one.megabytes) for one in costs), strict=True)))
        for name, costs in found.items()
    }


def cost(command: Command, environ: Mapping[str, str]) -> Cost:
    """What one run of a command takes.

    Raises:
        SystemExit: the command failed, so that its time says nothing.
    """
    began = monotonic()
    with (command.output or Path(os.devnull)).open("wb") as output:
        process = subprocess.Popen(
            command.words,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            env={**environ, **command.environ},
            cwd=command.folder,
        )
        _, status, usage = os.wait4(process.pid, 0)
    waited = monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"\n{' '.join(command.words)} left with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
    return Cost(usage.ru_utime + usage.ru_stime, waited, usage.ru_maxrss * unit / 1_000_000)
