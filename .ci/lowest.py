"""Print the lowest versions that pyproject.toml allows for what the program rests on, as pip's constraints."""

import re
import sys
import tomllib
from pathlib import Path


def lowest(pyproject: str) -> list[str]:
    """A pin for each dependency, e.g. `typer==0.28`; each has a lower bound."""
    dependencies: list[str] = tomllib.loads(pyproject)["project"]["dependencies"]
    bounds = [re.fullmatch(r"([\w.-]+)>=([\w.]+)", dependency) for dependency in dependencies]
    if None in bounds or not bounds:
        raise SystemExit(f"a dependency without a lower bound alone: {dependencies}")
    return [f"{bound[1]}=={bound[2]}" for bound in bounds if bound]


if __name__ == "__main__":
    sys.stdout.write("\n".join(lowest(Path(sys.argv[1]).read_text(encoding="utf-8"))) + "\n")
