"""Parsing alone: the nodes of every record of a folder, with the C loader, each dropped at once."""

import sys
from pathlib import Path

import yaml

for path in sorted(Path(sys.argv[1]).glob("*.yaml")):
    with path.open(encoding="utf-8") as stream:
        yaml.compose(stream, Loader=yaml.CSafeLoader)
