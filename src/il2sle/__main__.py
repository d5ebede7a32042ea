"""`python -m il2sle`."""

from il2sle.cli.process import main

main()
