"""Print a command of README.md: the first line of the shell block under the heading that holds a word."""

import re
import sys
from pathlib import Path


def command(readme: str, word: str) -> str:
    """The only line of the first `sh` block after a heading with the word."""
    heading = re.search(rf"^#+ .*\b{word}\b.*$", readme, re.MULTILINE | re.IGNORECASE)
    if heading is None:
        raise SystemExit(f"README.md has no heading with the word {word}")
    block = re.search(r"```sh\n(.*?)\n```", readme[heading.end() :], re.DOTALL)
    if block is None or "\n" in block[1]:
        raise SystemExit(f"README.md has no block of one line under the heading with the word {word}")
    return block[1]


if __name__ == "__main__":
    path, asked = sys.argv[1:]
    sys.stdout.write(command(Path(path).read_text(encoding="utf-8"), asked) + "\n")
