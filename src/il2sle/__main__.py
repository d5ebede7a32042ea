"""`python -m il2sle`."""

from .process import main

main()
