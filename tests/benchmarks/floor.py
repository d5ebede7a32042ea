"""The floor: what the libraries cost that draw a table of the records, where nothing is validated or worked out.

It takes the folder of the records, and knows nothing of il2sle.
"""

import sys
from pathlib import Path

# Imported for what they cost, used or not.
import pydantic  # noqa: F401
import rich  # noqa: F401
import typer  # noqa: F401
import yaml
from rich.console import Console
from rich.table import Table

ROWS = 166
COLUMNS = 8

for path in sorted(Path(sys.argv[1]).glob("*.yaml")):
    with path.open(encoding="utf-8") as stream:
        yaml.load(stream, Loader=yaml.CSafeLoader)
table = Table()
for column in range(COLUMNS):
    table.add_column(str(column))
for row in range(ROWS):
    table.add_row(*[f"cell {row} {column}" for column in range(COLUMNS)])
Console(width=140).print(table)
