"""The commands, a module for each panel of the help: parse, load, compute, render.

Heavy imports wait inside the commands: a shell that completes a word runs these modules too. Annotations are no texts
(`from __future__ import annotations`), since typer would compile each of them, and that twice.
"""
