import io
import re

import pytest

from il2sle.cli.terminal import ColorChoice, Terminal, as_text
from il2sle.views.page.blocks import Cell, Notes, Page, Prose
from il2sle.views.page.links import Piece, pieces
from il2sle.views.page.text import draw


@pytest.mark.parametrize(
    ("text", "words", "address"),
    [
        pytest.param("see https://a.org/b?c=1&d=2.", "https://a.org/b?c=1&d=2", "https://a.org/b?c=1&d=2", id="url"),
        pytest.param("(http://a.org/b_(c))", "http://a.org/b_(c)", "http://a.org/b_(c)", id="brackets"),
        pytest.param("https://a.org/b|c\\d", "https://a.org/b|c\\d", "https://a.org/b%7Cc%5Cd", id="odd signs"),
        pytest.param("https://a.org/%2Fb", "https://a.org/%2Fb", "https://a.org/%2Fb", id="encoded already"),
        pytest.param("HTTPS://A.org/B", "HTTPS://A.org/B", "HTTPS://A.org/B", id="capitals"),
        pytest.param("x doi:10.1136/a-2019.", "doi:10.1136/a-2019", "https://doi.org/10.1136/a-2019", id="doi"),
        pytest.param("x pmid:31537547.", "pmid:31537547", "https://pubmed.ncbi.nlm.nih.gov/31537547/", id="PubMed"),
        pytest.param(
            "doi:10.1002/(SICI)1:8<873>3.0;2-I",
            "doi:10.1002/(SICI)1:8<873>3.0;2-I",
            "https://doi.org/10.1002/%28SICI%291:8%3C873%3E3.0;2-I",
            id="doi of the nineties",
        ),
    ],
)  # fmt: skip
def test_an_address_ends_where_the_sentence_goes_on(text: str, words: str, address: str) -> None:
    assert [piece for piece in pieces(text) if piece.address] == [Piece(words, address)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("javascript:alert(1)", id="script"),
        pytest.param("data:text/html,x", id="data"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("//a.org/b", id="no scheme"),
        pytest.param("xhttps://a.org", id="within a word"),
        pytest.param("doi:11.1136/a", id="no DOI"),
        pytest.param("https://", id="no host"),
        pytest.param("pmid:123456789", id="more digits than a number of PubMed has"),
    ],
)
def test_nothing_else_is_an_address(text: str) -> None:
    assert "".join(piece.address for piece in pieces(text)) == ""


def test_the_pieces_are_the_text() -> None:
    text = "a https://a.org/b, c doi:10.1000/d; e"

    assert "".join(piece.text for piece in pieces(text)) == text
    assert len(list(pieces(text))) == 5


ADDRESS = "https://a.org/a/very/long/address/that/no/line/of/forty/columns/holds?x=1"
PAGE = Page("", (Notes("SOURCES", (("t/key", Cell(f"A paper {ADDRESS}")),), "source"), Prose("doi:10.1136/a-2019")))


def drawn(*, links: bool) -> str:
    pieces_ = draw(PAGE, 40, links=links)
    return as_text(pieces_, Terminal(width=40, color=links, ascii=False, links=links))


def test_an_address_is_whole_on_every_line_that_it_takes() -> None:
    text = drawn(links=True)
    assert text.count(f";{ADDRESS}\x1b\\") >= 2
    assert ";https://doi.org/10.1136/a-2019\x1b\\" in text
    assert re.sub("\x1b(]8;[^\x1b]*\x1b\\\\|\\[[0-9;]*m)", "", text) == drawn(links=False)


def test_only_terminals_carry_links() -> None:
    def links(stream: io.StringIO, environ: dict[str, str], color: ColorChoice = "auto") -> bool:
        return Terminal.of(stream, environ, width=80, ascii=False, color=color).links

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert links(Screen(), {"TERM": "xterm"})
    assert not links(io.StringIO(), {}, "always")
    assert not any(links(Screen(), environ) for environ in ({"TERM": "linux"}, {"NO_COLOR": "1"}))
    assert not links(Screen(), {}, "never")
