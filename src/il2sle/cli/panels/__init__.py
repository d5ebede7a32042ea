"""The commands, by the panel of the help in which they stand.

Their annotations are no texts (`from __future__ import annotations`): typer would compile each of them, and that twice.
"""
