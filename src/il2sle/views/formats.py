"""The formats that programs read. What writes them is loaded where one is asked for."""

from __future__ import annotations

DELIMITERS = {"csv": ",", "tsv": "\t"}
MACHINE = frozenset((*DELIMITERS, "json", "jsonl"))
