"""The command line: the program and the panels of its commands.

Nothing is decided here that a view or a check could.
"""

from collections.abc import Iterator
from typing import Any

import typer

from il2sle.errors import ExitCode

from .help import GUIDE, Group, examples, literal
from .options import Version
from .panel import Offered, Panel
from .terminal import notify


def panels() -> Iterator[Panel]:
    """The panels in the order of the help; who stops at one loads none behind it."""
    from .panels.read import READ  # noqa: PLC0415

    yield READ
    from .panels.trust import TRUST  # noqa: PLC0415

    yield TRUST
    from .panels.curate import CURATE  # noqa: PLC0415

    yield CURATE
    from .panels.hand_on import HAND_ON  # noqa: PLC0415

    yield HAND_ON


class Program(Group):
    """The program with its commands, in the order of the panels."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401  what typer gives a class of its own
        super().__init__(**given | {"commands": Offered(panels)})

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002  the type of a context is private to typer
        """The names, for which no command has to be built."""
        return list(self.commands)


app = typer.Typer(
    name="il2sle",
    cls=Program,
    help=literal(
        "Evidence tables for interleukin-2 therapies in systemic lupus erythematosus.\n\n"
        "Every figure with its source; derived never mistaken for reported; nothing pooled."
    ),
    epilog=examples("compare", "show LUPIL-2")
    + literal(
        "\n\nA page longer than the screen goes through IL2SLE_PAGER, else PAGER, else less.\n\n"
        "Exit codes: 0 answered, 1 records cannot be trusted or output not written, 2 usage, 130 interrupted."
    ),
    invoke_without_command=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def root(context: typer.Context, version: Version = False) -> None:
    """The options of the program itself; what a reader sees of it stands at `app`."""
    del version
    if context.invoked_subcommand is None:
        notify(GUIDE)
        raise typer.Exit(ExitCode.USAGE)
