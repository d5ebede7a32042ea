"""The options and arguments of those who keep records, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from .help import argument, option
from .options import LAYOUT, SHOW

EDITION = "A folder, a file, or a commit that git knows; a path wins."
Old = Annotated[str, argument("OLD", EDITION)]
New = Annotated[str | None, argument("NEW", "Likewise; else the records as they are.")]
StudyFile = Annotated[str, argument("FILE", "A study of ClinicalTrials.gov (API v2) as JSON; - reads standard input.")]
Into = Annotated[
    Path | None,
    option(LAYOUT, "--into", about="Write a file for each study, overwriting none.", metavar="DIR"),
]
Against = Annotated[
    str | None,
    option(SHOW, "--against", about="Hold one trial against its file from ClinicalTrials.gov.", metavar="FILE"),
]
TwoReaders = Annotated[
    bool, option(SHOW, "--two-readers", about="A figure that fewer than two people have read is an error.")
]
Texts = Annotated[
    Path | None,
    option(
        SHOW, "--texts", about="Folder of copies, TRIAL/KEY.txt, .md, .html or .pdf, or with an index.", metavar="DIR"
    ),
]
Keep = Annotated[bool, option(SHOW, "--write", about="Keep what was found beside the records, for `check`.")]
First = Annotated[Path, argument("A", "A record, or a folder of records.")]
Second = Annotated[Path, argument("B", "The other reader's.")]
Merged = Annotated[
    str | None,
    option(LAYOUT, "--output", "-o", about="Write the merged record, once nothing differs.", metavar="FILE"),
]
