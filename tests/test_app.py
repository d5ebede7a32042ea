"""Commands, options and names, as a reader types them; exit codes and streams stand in `test_process.py`."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from il2sle.cli.process import main
from il2sle.codes import CODES
from il2sle.records.files import LoadedRecord
from il2sle.records.names import names_of
from processes import BROKEN, SMALL, Done, directory_of, in_shell, shipped
from studies import write_named

Call = Callable[..., Done]

COMMON = {"--records", "--format", "--output", "--width", "--ascii", "--color", "--no-pager", "--quiet", "--help"}
FILTERS = {"--endpoint", "--week", "--population"}
OF_A_ROW = {"--week", "--population", "--skip-invalid"}
OPTIONS = {
    "compare": COMMON | FILTERS | {"--section", "--skip-invalid", "--all", "--full", "--sort", "--columns"},
    "show": COMMON | {"--section", "--skip-invalid"},
    "forest": COMMON | OF_A_ROW | {"--trial", "--measure", "--sort"},
    "list": COMMON | {"--skip-invalid"},
    "check": COMMON | {"--severity", "--code", "--strict", "--two-readers", "--explain", "--against"},
    "trace": COMMON | OF_A_ROW,
    "verify": COMMON | {"--texts", "--write", "--strict", "--skip-invalid"},
    "reconcile": COMMON - {"--records"},
    "diff": COMMON | {"--full"},
    "draft": {"--into", "--output", "--quiet", "--help"},
    "schema": {"--of", "--output", "--quiet", "--help"},
    "say": COMMON | OF_A_ROW,
    "export": FILTERS | {"--all-rows", "--records", "--output", "--quiet", "--help", "--skip-invalid"},
}
FORMATS = {
    "compare": "table, json, jsonl, csv, tsv, markdown, html.",
    "show": "table, json, jsonl, csv, tsv, markdown, html, svg.",
    "forest": "text, svg, json.",
    "list": "table, json, csv, tsv, ids.",
    "check": "text, json.",
    "trace": "text, json.",
    "verify": "text, json.",
    "reconcile": "text, json.",
    "diff": "text, json, markdown.",
    "say": "text, json, markdown.",
}
PURPOSES = {
    "Read": ["compare", "show", "forest", "list"],
    "Trust": ["check", "trace", "verify"],
    "Curate": ["reconcile", "diff", "draft", "schema"],
    "Hand on": ["say", "export"],
}
each_command = pytest.mark.parametrize("command", OPTIONS)


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs the program in this process, which takes less time than in one of its own."""

    def call(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["il2sle", *arguments])
        monkeypatch.setattr(os, "_exit", sys.exit)
        with pytest.raises(SystemExit) as leaving:
            main()
        return Done(int(leaving.value.code or 0), *capsys.readouterr())

    return call


def rows(done: Done) -> list[dict[str, str]]:
    """The rows of a CSV answer."""
    assert (done.code, done.err) == (0, "")
    return list(csv.DictReader(done.out.splitlines()))


# Help.


def text_of(page: str) -> str:
    """A help page without the frames of its panels."""
    return re.sub(r"^│ (.*?) *│$", r"\1", page, flags=re.MULTILINE)


def panels(page: str) -> dict[str, str]:
    """What stands in each panel of a help page."""
    panel = re.compile(r"^╭─ ([^─]+) ─+╮\n(.*?)^╰─+╯$", re.MULTILINE | re.DOTALL)
    return {name: text_of(body) for name, body in panel.findall(page)}


def commands() -> dict[str, str]:
    """The commands that the help lists, and what it says about each."""
    held = panels(shipped("-h").out)
    return dict(line.split(maxsplit=1) for name in PURPOSES for line in held[name].splitlines())


def options(command: str) -> set[str]:
    """The long options that the help of a command lists."""
    return set(re.findall(r"^(--[\w-]+)", text_of(shipped(command, "-h").out), re.MULTILINE))


def examples(command: str) -> list[str]:
    """The example lines in the help of a command."""
    return [line.strip() for line in shipped(command, "-h").out.partition("Examples:\n")[2].splitlines()]


def test_the_commands_stand_by_what_people_come_for() -> None:
    held = panels(shipped("-h").out)

    assert {name: [line.split()[0] for line in held[name].splitlines()] for name in PURPOSES} == PURPOSES


@pytest.mark.parametrize("command", ["compare", "show", "check", "trace"])
def test_the_options_stand_by_what_they_are_for(command: str) -> None:
    assert [name for name in panels(shipped(command, "-h").out) if name != "Arguments"] == [
        "What to show",
        "How it is laid out",
        "Records",
        "Help",
    ]


def test_the_help_lists_every_command_whole() -> None:
    assert set(commands()) == set(OPTIONS)
    assert [text for text in commands().values() if not text.endswith(".") or text.endswith("...")] == []


def test_the_help_lists_every_exit_code() -> None:
    assert [number for number in ("0", "1", "2", "130") if number not in shipped("-h").out.split("Exit codes")[1]] == []


@each_command
def test_a_command_has_the_options_of_the_interface(command: str) -> None:
    assert options(command) == OPTIONS[command]


@pytest.mark.parametrize("command", FORMATS)
def test_a_command_has_the_formats_of_the_interface(command: str) -> None:
    assert f" FORMAT {FORMATS[command]}" in " ".join(text_of(shipped(command, "-h").out).split())


@each_command
@pytest.mark.parametrize(
    ("short", "long"),
    [pytest.param("-h", "--help", id="help"), pytest.param("-o", "--output", id="output"), ("-q", "--quiet")],
)
def test_short_options_are_the_same_on_every_command(command: str, short: str, long: str) -> None:
    assert re.search(rf"^{long} +{short} ", text_of(shipped(command, "-h").out), re.MULTILINE)


@each_command
def test_the_long_help_is_the_short_one(call: Call, command: str) -> None:
    assert call(command, "--help") == call(command, "-h")


@pytest.mark.parametrize(
    ("command", "argument"), [("compare", "TRIAL"), ("show", "TRIAL"), ("check", "TRIAL|FILE"), ("export", "LAYOUT")]
)
def test_the_usage_line_names_an_argument_in_one_pair_of_brackets(command: str, argument: str) -> None:
    usage = shipped(command, "-h").out.splitlines()[0].strip()

    assert re.match(rf"Usage: il2sle {command} \[OPTIONS\] [\[{{]?{re.escape(argument)}(?=\W)", usage)
    assert not re.search(r"[\[{]{2}", usage)


@each_command
def test_the_help_shows_at_least_two_examples(command: str) -> None:
    assert len(examples(command)) >= 2
    assert all(line.startswith(f"il2sle {command}") for line in examples(command))


@pytest.mark.parametrize("example", [line for command in OPTIONS for line in examples(command)])
def test_each_example_runs(example: str, tmp_path: Path) -> None:
    write_named(tmp_path)
    assert in_shell(example, cwd=tmp_path).code == 0


# Names of trials.


def test_a_trial_goes_by_its_id_its_name_and_an_alias_in_any_case(call: Call, records: list[LoadedRecord]) -> None:
    names = [(name, record.trial.id) for record in records for name in names_of(record.trial)[:3]]
    for name, trial in names:
        found = rows(call("compare", name.swapcase(), "--section", "studies", "--format", "csv"))
        assert [row["trial"] for row in found] == [trial], name
    assert len(names) >= 10


@pytest.mark.parametrize("name", ["He 2020", "he 2020", "he2020", " He  2020 "])
def test_blanks_in_a_name_do_not_count(call: Call, name: str) -> None:
    found = rows(call("compare", name, "--section", "studies", "--format", "csv"))

    assert [row["trial"] for row in found] == ["NCT02465580"]


def test_a_trial_asked_for_twice_is_shown_once(call: Call) -> None:
    found = call("show", "He 2020", "NCT02465580", "nct02932137", "--format", "json")

    assert json.loads(found.out)["trials"] == ["NCT02465580"]


def test_show_takes_several_trials_in_the_order_asked(call: Call) -> None:
    found = call("show", "LUPIL-2", "He 2020", "--format", "json")

    assert json.loads(found.out)["trials"] == ["NCT02955615", "NCT02465580"]


@pytest.mark.parametrize(
    ("typed", "trials"),
    [
        pytest.param(["show", "peking"], ["NCT04077684"], id="a word of its name"),
        pytest.param(["compare", "island", "lupil"], ["NCT02955615", "NCT04433585"], id="parts of two"),
        pytest.param(["trace", "lupil2"], ["NCT02955615"], id="without the signs"),
        pytest.param(["trace", "Islandsl"], ["NCT04433585"], id="a part of a word"),
        pytest.param(["check", "NCT0443"], ["NCT04433585"], id="a part of an id"),
    ],
)
def test_a_trial_goes_by_a_part_of_a_name_that_no_other_has(call: Call, typed: list[str], trials: list[str]) -> None:
    done = call(*typed, "--format", "json")

    assert (done.code, json.loads(done.out)["trials"]) == (0, trials)


@pytest.mark.parametrize("command", ["compare", "show", "trace", "check", "export metafor"])
def test_a_part_that_several_trials_have_is_told_with_them(call: Call, command: str) -> None:
    done = call(*command.split(), "humrich")

    assert (done.code, done.out) == (2, "")
    assert done.err == (
        'il2sle: several trials have "humrich" in a name: '
        "PRO-IMMUN (2013-001599-40), LUPIL-2 (NCT02955615); name one of them\n"
    )


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        pytest.param("compare NCT04433580", "NCT04433585", id="id"),
        pytest.param("show lupil3", "LUPIL-2", id="alias"),
        pytest.param("check islnadsle", "ISLAND-SLE", id="alias of check"),
        pytest.param("compare --format markdwon", "markdown", id="format"),
        pytest.param("list --format tvs", "tsv", id="format of list"),
        pytest.param("compare --section outcome", "outcomes", id="section"),
        pytest.param("check --severity warnings", "warning", id="severity"),
        pytest.param("check --code W2O3", "W2", id="code to show"),
        pytest.param("schema --of records", "record", id="schema"),
        pytest.param("export metafro", "metafor", id="layout of export"),
        pytest.param("list --color alwasy", "always", id="color"),
        pytest.param("compare --endpoint sri", "SRI-4", id="endpoint"),
        pytest.param("compare --endpoint BICAL", "BICLA", id="turned letters"),
        pytest.param("compare --population mitts", "mITT", id="population"),
        pytest.param("export metafor --endpoint LLDA", "LLDAS", id="endpoint of export"),
        pytest.param("check --explain R1O8", "R108", id="code"),
        pytest.param("comapre", "'compare'", id="command"),
        pytest.param("compare --popluation ITT", "--population", id="option"),
    ],
)
def test_a_near_miss_is_told_the_nearest(call: Call, typed: str, offered: str) -> None:
    done = call(*typed.split())

    assert (done.code, done.out) == (2, "")
    assert f"id you mean {offered}" in done.err


@pytest.mark.parametrize("typed", ["compare --format CSV", "compare --format Csv --section OUTCOMES"])
def test_values_are_taken_in_any_case(call: Call, typed: str) -> None:
    assert call(*typed.split()) == call("compare", "--format", "csv")


# Filters and sections.


@pytest.mark.parametrize(
    ("typed", "existing"),
    [
        pytest.param("--endpoint=xyz", "SRI-4, SLEDAI, BICLA, LLDAS", id="endpoint"),
        pytest.param("--week=99", "12, 24", id="week"),
        pytest.param("--population=xyz", "all treated, completers, mITT, ITT, PP", id="population"),
    ],
)
def test_an_unknown_filter_value_is_told_those_that_exist(call: Call, typed: str, existing: str) -> None:
    done = call("compare", typed)

    assert (done.code, done.out) == (2, "")
    assert existing in done.err


@pytest.mark.parametrize(
    ("typed", "column", "kept"),
    [
        pytest.param(["--endpoint", "sri4"], "endpoint", {"SRI-4"}, id="endpoint in any spelling"),
        pytest.param(["--endpoint", "SRI-4", "--endpoint", "bicla"], "endpoint", {"SRI-4", "BICLA"}, id="two"),
        pytest.param(["--week", "24"], "week", {"24"}, id="week"),
        pytest.param(["--population", "MITT"], "population", {"mITT"}, id="population in any case"),
        pytest.param(["--population", "all-treated"], "population", {"all treated"}, id="population in one word"),
    ],
)
def test_a_filter_keeps_what_it_names(call: Call, typed: list[str], column: str, kept: set[str]) -> None:
    assert {row[column] for row in rows(call("compare", "--format", "csv", "--quiet", *typed))} == kept


@pytest.mark.parametrize("layout", ["table", "json", "csv", "tsv", "markdown", "html"])
def test_a_filter_value_of_another_trial_leaves_nothing_and_is_no_error(call: Call, layout: str) -> None:
    done = call("compare", "PRO-IMMUN", "--week", "24", "--section", "outcomes", "--format", layout)

    first, *_ = done.err.splitlines()
    assert (done.code, first) == (0, "il2sle: no outcome is left by the filter: week 24")
    assert "PRO-IMMUN" not in done.out


def test_quiet_hides_that_nothing_is_left(call: Call) -> None:
    assert call("compare", "PRO-IMMUN", "--week", "24", "--quiet").err == ""


def test_sections_stand_in_their_order_whatever_the_order_asked(call: Call) -> None:
    found = json.loads(call("compare", "--section", "harms", "--section", "studies", "--format", "json").out)

    assert [key for key in found if key in ("studies", "outcomes", "doses", "harms")] == ["studies", "harms"]


@pytest.mark.parametrize("layout", ["csv", "tsv"])
def test_delimited_text_holds_outcomes_unless_told(call: Call, layout: str) -> None:
    plain = call("compare", "--format", layout)

    assert plain == call("compare", "--format", layout, "--section", "outcomes")
    assert plain != call("compare", "--format", layout, "--section", "doses")


# Other commands.


def test_bare_ids_are_one_a_line(call: Call) -> None:
    listed: list[str] = json.loads(call("list", "--format", "json").out)["trials"]
    assert sorted(call("list", "--format", "ids").out.splitlines()) == sorted(listed)
    assert len(listed) >= 13


@pytest.mark.parametrize(
    ("arguments", "command"),
    [(["compare"], "compare"), (["show", "LUPIL-2"], "show"), (["list"], "list"), (["check"], "check")],
    ids=["compare", "show", "list", "check"],
)
def test_json_names_its_command(call: Call, arguments: list[str], command: str) -> None:
    assert json.loads(call(*arguments, "--format", "json").out)["command"] == command


def test_every_code_is_explained(call: Call) -> None:
    for code in CODES.values():
        done = call("check", "--explain", code.code.lower())
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith(f"{code.code} ({code.severity}): {code.title}\n")
    assert len(CODES) > 40


def test_version_says_where_the_records_are(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IL2SLE_RECORDS", str(directory_of(tmp_path / "own", **SMALL)))

    assert re.fullmatch(
        rf"il2sle \d+\.\d+\.\d+ \(2 records, {tmp_path}/own\)\nrecords [0-9a-f]{{12}}\n", call("--version").out
    )


def test_the_option_outranks_the_environment(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IL2SLE_RECORDS", "/nowhere")
    own = directory_of(tmp_path, **SMALL)

    assert call("list", "--records", str(own), "--format", "ids").out == "NCT00000001\nNCT00000002\n"


# One bad record among many.


@pytest.mark.parametrize("command", [["compare"], ["list"], ["export", "metafor"]], ids=" ".join)
def test_one_bad_record_is_left_out_on_demand_only(call: Call, tmp_path: Path, command: list[str]) -> None:
    mixed = str(directory_of(tmp_path, **SMALL, NCT00000003=BROKEN))

    assert call(*command, "--records", mixed).code == 1
    left = call(*command, "--records", mixed, "--skip-invalid")
    assert (left.code, left.err.splitlines()[0]) == (
        0,
        "il2sle: Left out because of errors: 1 record (NCT00000003.yaml); `il2sle check` says why.",
    )


def test_all_problems_of_all_files_are_told_at_once(call: Call, tmp_path: Path) -> None:
    bad = directory_of(tmp_path, **SMALL, NCT00000003=BROKEN, NCT00000004=BROKEN, NCT00000005="id: 5\n")
    done = call("compare", "--records", str(bad))

    assert [name in done.err for name in ("NCT00000003", "NCT00000004", "NCT00000005")] == [True] * 3


def test_nothing_sound_is_1_even_when_invalid_records_may_be_left_out(call: Call, tmp_path: Path) -> None:
    done = call("compare", "--records", str(directory_of(tmp_path, NCT00000003=BROKEN)), "--skip-invalid")

    assert (done.code, done.out) == (1, "")
    assert done.err.endswith("\n1 error in 1 file\n")
