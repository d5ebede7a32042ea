"""`python -m il2sle`."""

from il2sle.cli.process import main

if __name__ == "__main__":  # a process that is started anew imports this module too
    main()
