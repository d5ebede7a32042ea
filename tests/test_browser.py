"""The HTML page in a real browser: what it shows, how wide it is, which colours it takes."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from urllib.request import Request, urlopen

import pytest

from flat import examined
from il2sle.evidence.comparison import compare
from il2sle.records.model import Trial
from il2sle.views.compare import compare_page
from il2sle.views.page import html
from il2sle.views.page.blocks import Column, Group, Page, Prose, Table
from pages import Notes, Row

PHONE, DESKTOP = 360, 1280
MOST_PAGES = 10  # of the whole comparison on A4
NARROW = (320, PHONE, 390)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
READY = "was started successfully on port "


class Browser:
    """Chromium, driven by the HTTP protocol of WebDriver."""

    def __init__(self, driver: str, capabilities: dict[str, Any]) -> None:
        self.address = driver
        self.address = f"{driver}/session/{self.send('POST', '/session', capabilities=capabilities)['sessionId']}"

    def send(self, method: str, path: str, **body: Any) -> Any:  # noqa: ANN401  the answer is JSON
        data = None if method == "DELETE" else json.dumps(body).encode()
        request = Request(self.address + path, data, {"Content-Type": "application/json"}, method=method)  # noqa: S310
        with urlopen(request, timeout=60) as answer:  # noqa: S310  our own driver, on this machine
            return json.load(answer)["value"]

    def command(self, name: str, **parameters: object) -> Any:  # noqa: ANN401
        return self.send("POST", "/goog/cdp/execute", cmd=name, params=parameters)

    def value(self, script: str, *arguments: object) -> Any:  # noqa: ANN401
        return self.send("POST", "/execute/sync", script=f"return {script}", args=arguments)

    def look(self, width: int, scheme: str = "light") -> None:
        """Take a window's width and a colour scheme."""
        window = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width in NARROW}
        self.command("Emulation.setDeviceMetricsOverride", **window)
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def texts(self, selector: str) -> list[str]:
        script = "[...document.querySelectorAll(arguments[0])].map(part => part.textContent)"
        return cast("list[str]", self.value(script, selector))

    def widths(self) -> tuple[int, int]:
        """How wide the page is, and how wide the window."""
        return tuple(self.value("[document.documentElement.scrollWidth, innerWidth]"))


def found(names: tuple[str, ...]) -> str:
    """The first of these programs; without any the tests are skipped, and fail where CI is set."""
    paths = [path for name in names if (path := shutil.which(name))]
    if not paths:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse(f"none of {', '.join(names)} is installed; Debian has chromium and chromium-driver")
    return paths[0]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = found(BROWSERS)
    profile = tmp_path_factory.mktemp("profile")
    options = {"binary": program, "args": [*FLAGS, f"--user-data-dir={profile}"]}
    wanted = {"alwaysMatch": {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}
    with subprocess.Popen(
        [found(("chromedriver",)), "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as driver:
        try:
            assert driver.stdout is not None
            port = next(line.split(READY)[1].strip(" .\n") for line in driver.stdout if READY in line)
            browser = Browser(f"http://127.0.0.1:{port}", wanted)
            yield browser
            browser.send("DELETE", "")
        finally:
            driver.terminate()


def opened(browser: Browser, folder: Path, document: Page) -> Browser:
    path = folder / "page.html"
    path.write_text(html.render(document), encoding="utf-8")
    browser.send("POST", "/url", url=path.as_uri())
    browser.look(DESKTOP)
    return browser


@pytest.fixture(scope="module")
def document(trials: list[Trial]) -> Page:
    return compare_page(compare(examined(trials)), full=True)


@pytest.fixture
def page(browser: Browser, tmp_path: Path, document: Page) -> Browser:
    return opened(browser, tmp_path, document)


def test_the_table_reads_as_the_rows_say(page: Browser) -> None:
    (row,) = [text for text in page.texts("tr") if text.startswith("He 2020") and "16/29" in text]

    assert row.startswith("He 2020IL-2 1 million IU in cycles12mITT16/29†55.179/30†30.00+25.2†0.1 to 46.3†0.052")


def test_every_cell_of_the_document_is_on_the_page(page: Browser, document: Page) -> None:
    rows = [
        row for block in document.blocks if isinstance(block, Table) for group in block.groups for row in group.rows
    ]
    shown = page.texts("tbody tr:has([scope=row]) > *")

    assert sorted(filter(None, shown)) == sorted(
        text for row in rows for text in (*(cell.plain for cell in row.cells), row.span) if text
    )
    assert len(rows) > 80


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_page_never_scrolls_sideways(page: Browser, width: int) -> None:
    page.look(width)

    assert page.widths()[1] == width
    assert page.widths()[0] <= width


@pytest.mark.parametrize("width", NARROW)
def test_on_a_phone_every_cell_of_a_table_is_seen_without_scrolling(page: Browser, width: int) -> None:
    page.look(width)
    edges = page.value(
        "[...document.querySelectorAll('tbody tr:has([scope=row]) > :not(:empty)')]"
        ".map(part => part.getBoundingClientRect()).map(box => [box.left, box.right])"
    )

    assert len(edges) > 500
    assert all(0 <= left < right <= width for left, right in edges)
    assert page.widths()[0] <= width


def test_on_a_phone_every_figure_stands_below_its_heading(page: Browser) -> None:
    page.look(PHONE)
    shown = page.value(
        "[...document.querySelectorAll('td.n:not(:empty)')]"
        ".map(cell => [getComputedStyle(cell, '::before').content, getComputedStyle(cell, '::before').display])"
    )

    assert len(shown) > 100
    assert {display for _, display in shown} == {"block"}
    assert all(content.strip('"') for content, _ in shown)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("word", [pytest.param("x" * 400, id="letters"), pytest.param("1" * 400 + "-1", id="number")])
def test_unbreakable_words_stay_within_the_window(browser: Browser, tmp_path: Path, width: int, word: str) -> None:
    group = Group(word, (Row((word, word)),))
    table = Table(word, (Column(word, role="identity"), Column(word, over=word, align=".")), (group,), word)
    page = opened(browser, tmp_path, Page(word, (table, Notes(word, ((word, word),)), Prose(word))))
    page.look(width)

    assert page.widths()[0] <= width


def test_on_a_phone_headings_and_groups_are_read_without_scrolling(page: Browser) -> None:
    page.look(PHONE)
    edges = page.value(
        "[...document.querySelectorAll('h2, caption > p, .group th > span')]"
        ".map(part => part.getBoundingClientRect()).map(box => [box.left, box.right])"
    )

    assert len(edges) > 15
    assert all(0 <= left < right <= PHONE for left, right in edges)


def test_the_name_of_a_table_is_seen_only_where_it_heads_it(page: Browser, document: Page) -> None:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    sizes = page.value("[...document.querySelectorAll('caption > .hidden')].map(part => part.offsetWidth)")

    assert sizes == [1] * len(tables)
    assert sizes


def test_on_paper_no_table_is_cut(page: Browser) -> None:
    page.look(1054)  # A4 landscape between margins of 9 mm, in pixels of 1/96 inch
    page.command("Emulation.setEmulatedMedia", media="print")
    widths = page.value("[...document.querySelectorAll('table')].map(table => table.offsetWidth)")
    page.command("Emulation.setEmulatedMedia", media="")

    assert len(widths) >= 4
    assert max(widths) <= 1054


def test_paper_lies_on_its_side(page: Browser) -> None:
    pdf = base64.b64decode(page.command("Page.printToPDF", preferCSSPageSize=True)["data"])
    assert len(re.findall(rb"/Type /Page\b(?!s)", pdf)) <= MOST_PAGES
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox \[([\d. ]+)\]", pdf)}

    assert [width > height for _, _, width, height in boxes] == [True]


def test_light_and_dark_differ(page: Browser) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        page.look(DESKTOP, scheme)
        grounds[scheme] = page.value("getComputedStyle(document.body).backgroundColor")

    assert grounds == {"light": "rgb(253, 253, 251)", "dark": "rgb(19, 23, 26)"}


def test_figures_line_up_at_their_point(browser: Browser, tmp_path: Path) -> None:
    rows = tuple(Row(("a", text)) for text in ("55.17", "68", "+8.8†"))
    table = Table("T", (Column("x"), Column("y", align=".")), (Group("", rows),))
    page = opened(browser, tmp_path, Page("", (table,)))
    ends = page.value(
        "[...document.querySelectorAll('td.n')].map(cell => {"
        " const range = document.createRange(), text = cell.firstChild;"
        " range.setStart(text, 0); range.setEnd(text, (text.data + '.').indexOf('.'));"
        " return range.getBoundingClientRect().right; })"
    )

    assert len(ends) == 3
    assert max(ends) - min(ends) < 0.5
    assert "tabular-nums" in page.value("getComputedStyle(document.querySelector('td.n')).fontVariantNumeric")


def test_the_browser_has_nothing_to_complain_of(page: Browser) -> None:
    assert page.send("POST", "/se/log", type="browser") == []
    assert page.value("performance.getEntriesByType('resource').length") == 0


def test_hostile_text_runs_nothing(browser: Browser, tmp_path: Path) -> None:
    text = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
    page = opened(browser, tmp_path, Page("quiet", (Notes("", ((text, text),)), Prose(text))))

    assert page.value("document.title") == "il2sle: quiet"
    assert page.texts("main > p") == [text]
    assert page.texts("script, img") == []
