"""What is known beside the records: how trials were looked for, which have no record, and what reviews print.

One file of the folder, `census.yaml`. It is no trial: nothing in it stands in a table of figures.
"""

from typing import Annotated

from pydantic import Field

from .stated import Strict, about
from .values import Date, Doi, Text, Texts


@about("A search: when, where, and what came of it.")
class Search(Strict):
    date: Date
    where: Text
    note: Text | None = None


@about("A trial, or a study near to one, that has no record.")
class Known(Strict):
    name: Text
    ids: Texts = []
    what: Text
    why: Text
    url: Text | None = None


@about("What a review prints, and what a record holds against it.")
class Contradiction(Strict):
    says: Text
    trial: Text
    record: Text


@about("A published review: context, never a trial.")
class Review(Strict):
    name: Text
    citation: Text
    url: Text | None = None
    doi: Doi | None = None
    read_of: Texts = []
    against: Annotated[list[Contradiction], Field(min_length=1)]


@about("What is known beside the records of a folder.")
class Census(Strict):
    searched: Annotated[list[Search], Field(min_length=1)]
    known: list[Known] = []
    reviews: list[Review] = []
