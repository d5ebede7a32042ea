import pytest

from il2sle.views.page.links import Piece, pieces


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
