"""The text of a page of the web: paragraphs apart, headings marked as in Markdown, a row of a table on one line."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_SILENT = {"script", "style", "noscript", "template", "svg"}
_BREAKS = {
    *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "table", "ul", "ol", "dl", "dt"),
    *("dd", "figure", "figcaption", "caption", "blockquote", "pre", "title", "h1", "h2", "h3", "h4", "h5", "h6"),
}
_BLANKS = re.compile(r"[ \t\n\r\f]+")


def page_text(page: str) -> str:
    """The text of HTML, without what no reader sees."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    """Collects the letters of a page, and breaks where a browser would."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  as the base has it
        self._silent += tag in _SILENT
        if re.fullmatch("h[1-6]", tag):
            self.parts.append(f"\n\n{'#' * int(tag[1])} ")
        elif tag in _BREAKS:
            self.parts.append("\n\n")
        else:
            # A mark that is set above the line is no digit of the figure before it.
            self.parts.append({"br": "\n", "tr": "\n", "li": "\n\n• ", "sup": " "}.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in _BREAKS:
            self.parts.append("\n\n")
        elif tag in {"td", "th"}:
            self.parts.append(" | ")
        elif tag == "sup":
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(_BLANKS.sub(" ", data))
