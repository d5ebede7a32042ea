"""`python -m il2sle`."""

from .cli import main

main()
