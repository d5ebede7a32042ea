"""Whether primary endpoints were met, and of which patients each of these verdicts holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from il2sle.frozen import Frozen, replace


class Verdict(Frozen):
    """Whether a primary endpoint was met: by one arm, or at all where `arm` is None; None where no source says.

    Attributes:
        endpoint: in words, with the set of patients where another set has another verdict.
        of: the same without the set.
        patients: the sets of which it holds.
    """

    endpoint: str
    arm: str | None
    met: bool | None
    of: str = ""
    patients: tuple[str, ...] = ()


def apart(verdicts: Iterable[Verdict], others: Sequence[Verdict]) -> Iterator[Verdict]:
    """The verdicts, one that holds of several sets by set where the other edition has several of the same endpoint."""
    for one in verdicts:
        alike = [other for other in others if (other.of, other.arm) == (one.of, one.arm)]
        if len(alike) > 1 and any(set(other.patients) < set(one.patients) for other in alike):
            yield from (replace(one, endpoint=named(one.of, whom), patients=(whom,)) for whom in one.patients)
        else:
            yield one


def named(of: str, whom: str) -> str:
    """An endpoint with the set of patients, where that is known."""
    return f"{of}, {whom}" if whom else of
