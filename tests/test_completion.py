"""What a shell is offered after TAB, through the protocol that its script speaks with the program."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from il2sle.cli import completion
from il2sle.cli.options import Target
from il2sle.codes import CODES
from il2sle.records.vocabulary import NAMED_KEYS, POPULATIONS
from processes import BROKEN, IL2SLE, SMALL, Done, directory_of, environment, modules_loaded, run, shipped

COMMANDS = [
    "compare",
    "show",
    "forest",
    "list",
    "check",
    "trace",
    "verify",
    "reconcile",
    "diff",
    "draft",
    "schema",
    "say",
    "export",
]


def asked(line: str, shell: str = "bash", **environ: str) -> Done:
    """What the program answers when a shell completes a line; `|` marks the cursor after a blank."""
    words = line.removesuffix("|")
    protocol = {
        "bash": {"COMP_WORDS": words, "COMP_CWORD": str(len(line.split(" ")) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": words},
        "fish": {"_TYPER_COMPLETE_ARGS": words, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }[shell]
    return run(environ={"_IL2SLE_COMPLETE": f"complete_{shell}", **protocol, **environ})


def offers(line: str, **environ: str) -> list[str]:
    """What bash is offered, once it is sure that nothing else was said."""
    done = asked(line, **environ)
    assert (done.code, done.err) == (0, "")
    return done.out.split()


# What is offered.


def test_commands_are_offered() -> None:
    assert offers("il2sle |") == COMMANDS


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("il2sle co", ["compare"], id="command"),
        pytest.param("il2sle compare --pop", ["--population"], id="option"),
        pytest.param("il2sle compare --format m", ["markdown"], id="format"),
        pytest.param(
            "il2sle compare --section |", ["studies", "outcomes", "doses", "harms", "effects", "summary"], id="section"
        ),
        pytest.param("il2sle compare --color |", ["auto", "always", "never"], id="color"),
        pytest.param("il2sle compare NCT0443", ["NCT04433585"], id="trial"),
        pytest.param("il2sle compare LUPIL-2 NCT0443", ["NCT04433585"], id="another trial"),
        pytest.param("il2sle show 20", ["2013-001599-40"], id="trial of show"),
        pytest.param("il2sle check NCT0443", ["NCT04433585"], id="trial of check"),
        pytest.param("il2sle export metafor NCT0443", ["NCT04433585"], id="trial of export"),
        pytest.param("il2sle export |", [target.value for target in Target], id="program"),
        pytest.param(
            "il2sle compare --endpoint |", [offer.replace(" ", "-") for offer in (*NAMED_KEYS, "other")], id="endpoints"
        ),
        pytest.param(
            "il2sle compare --endpoint S",
            [key for key in NAMED_KEYS if key.startswith("S")],
            id="endpoints in upper case",
        ),
        pytest.param("il2sle compare --endpoint sri-4", ["sri-4"], id="the typed case is kept"),
        pytest.param("il2sle compare nct0443", ["nct04433585"], id="the typed case of a trial is kept"),
        pytest.param("il2sle compare --population all", ["all-treated"], id="a population in one word"),
        pytest.param("il2sle check --explain w20", [f"w20{n}" for n in range(1, 10)], id="codes"),
        pytest.param("il2sle compare --width 5 --pop", ["--population"], id="after a value that is wrong"),
        pytest.param("il2sle show Nobody NCT0443", ["NCT04433585"], id="after a trial that does not exist"),
        pytest.param("il2sle compare zzz", [], id="nothing"),
    ],
)
def test_offers(line: str, expected: list[str]) -> None:
    assert offers(line) == expected


def test_every_offer_of_a_trial_is_one_that_the_program_knows() -> None:
    assert sorted(offers("il2sle show |")) == sorted(shipped("list", "--format", "ids").out.split())


@pytest.mark.parametrize(
    ("complete", "words"),
    [
        pytest.param(completion.complete_endpoint, [*NAMED_KEYS, "other"], id="endpoints"),
        pytest.param(completion.complete_population, list(POPULATIONS), id="populations"),
        pytest.param(completion.complete_code, list(CODES), id="codes"),
    ],
)
def test_an_empty_word_is_offered_the_whole_vocabulary(complete: Callable[[str], list[str]], words: list[str]) -> None:
    assert [offer.replace("-", " ") for offer in complete("")] == [word.replace("-", " ") for word in words]


def test_trials_come_from_the_directory_named_before(tmp_path: Path) -> None:
    assert offers(f"il2sle show --records {directory_of(tmp_path, **SMALL)} |") == ["NCT00000001", "NCT00000002"]


def test_trials_come_from_the_directory_of_the_environment(tmp_path: Path) -> None:
    assert offers("il2sle show |", IL2SLE_RECORDS=str(directory_of(tmp_path, **SMALL))) == [
        "NCT00000001",
        "NCT00000002",
    ]


def test_only_files_that_are_named_like_records_are_offered(tmp_path: Path) -> None:
    for name in (".NCT00000003.yaml", "README.md", "NCT00000004.yml"):
        (directory_of(tmp_path, **SMALL) / name).touch()

    assert offers("il2sle show |", IL2SLE_RECORDS=str(tmp_path)) == ["NCT00000001", "NCT00000002", "NCT00000004"]


# Quiet, whatever state the records are in.


def test_a_broken_record_is_offered_like_any_other(tmp_path: Path) -> None:
    assert offers("il2sle show |", IL2SLE_RECORDS=str(directory_of(tmp_path, NCT00000003=BROKEN))) == ["NCT00000003"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("directory", ["missing", "empty", "file"])
def test_no_records_are_no_offers_and_no_noise(tmp_path: Path, shell: str, directory: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    done = asked("il2sle show N", shell, IL2SLE_RECORDS=str(tmp_path / directory))

    assert (done.code, done.out.strip(), done.err) == (0, "_files" if shell == "zsh" else "", "")


def test_a_failure_while_completing_is_silent() -> None:
    assert run(_IL2SLE_COMPLETE="complete_bash", COMP_WORDS="il2sle ", COMP_CWORD="x") == Done(0, "", "")


def test_a_shell_that_has_gone_is_no_failure() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    environ = environment({"_IL2SLE_COMPLETE": "complete_bash", "COMP_WORDS": "il2sle ", "COMP_CWORD": "1"})
    done = subprocess.run(IL2SLE, stdout=writing, stderr=subprocess.PIPE, env=environ, check=False)
    os.close(writing)

    assert (done.returncode, done.stderr) == (0, b"")


# Quick.

SLOW = {
    "yaml",
    "rich.console",
    "il2sle.records.files",
    "il2sle.records.model",
    "il2sle.cli.commands",
    "il2sle.views.page.text",
}


@pytest.mark.parametrize("line", ["il2sle ", "il2sle show N", "il2sle compare --endpoint S"])
def test_completing_loads_nothing_that_reads_or_draws(line: str) -> None:
    words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    loaded = modules_loaded([], _IL2SLE_COMPLETE="complete_bash", **words)

    assert "il2sle.cli.completion" in loaded
    assert loaded & SLOW == set()


def test_the_version_loads_nothing_that_reads_or_draws() -> None:
    loaded = modules_loaded(["--version"])

    assert "il2sle.records.folder" in loaded
    assert loaded & (SLOW | {"pydantic"}) == set()


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        pytest.param(["list", "--format", "json"], "rich.console", id="data without a console"),
        pytest.param(["-h"], "pydantic", id="help without records"),
        pytest.param(["compare", "-h"], "yaml", id="help of a command without records"),
    ],
)
def test_a_command_loads_what_it_needs_only(arguments: list[str], unneeded: str) -> None:
    assert unneeded not in modules_loaded(arguments)


def seconds(start: Callable[[], object]) -> float:
    """The processor time that the best of three processes takes."""
    resource = pytest.importorskip("resource")
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return float(min(times))


def test_completing_a_trial_takes_less_time_than_listing_them() -> None:
    assert seconds(lambda: asked("il2sle show N")) < seconds(lambda: run("list"))


def test_completing_a_trial_takes_no_multiple_of_saying_the_version() -> None:
    assert seconds(lambda: asked("il2sle show N")) < 4 * seconds(lambda: run("--version"))


# The scripts, in the shells that are installed.


def script(shell: str) -> str:
    """The script that `--show-completion` prints for a shell."""
    done = run("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert (done.code, done.err) == (0, "")
    return done.out


def shell_says(shell: str, *arguments: str, cwd: Path) -> str:
    """What a shell prints; it knows `il2sle` by a small script, as after an installation."""
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"needs {shell}")
    program = cwd / "il2sle"
    program.write_text(f'#!/bin/sh\nexec {IL2SLE[0]} -m il2sle "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environ = environment({"PATH": f"{cwd}{os.pathsep}{os.environ['PATH']}", "HOME": str(cwd)})
    done = subprocess.run([path, *arguments], env=environ, cwd=cwd, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_valid(shell: str, tmp_path: Path) -> None:
    (tmp_path / "script").write_text(script(shell), encoding="utf-8")

    assert shell_says(shell, "-n", "script", cwd=tmp_path) == ""


def test_bash_completes_through_its_script(tmp_path: Path) -> None:
    (tmp_path / "script").write_text(script("bash"), encoding="utf-8")
    line = 'COMP_WORDS=(il2sle show nct0443); COMP_CWORD=2; _il2sle_completion il2sle; echo "${COMPREPLY[@]}"'

    assert shell_says("bash", "--norc", "-c", f"source ./script; {line}", cwd=tmp_path) == "nct04433585\n"


def test_fish_completes_through_its_script(tmp_path: Path) -> None:
    (tmp_path / "script").write_text(script("fish"), encoding="utf-8")
    said = shell_says("fish", "--no-config", "-c", "source script; complete -C 'il2sle show NCT0443'", cwd=tmp_path)

    assert said.split() == ["NCT04433585"]


def test_zsh_completes_through_its_script(tmp_path: Path) -> None:
    (tmp_path / "script").write_text(script("zsh"), encoding="utf-8")
    # What zsh lends to such scripts exists only while it edits a line; these stand for it.
    caught = "compdef() { : }; _arguments() { print -r -- $@ }; words=(il2sle show NCT0443); CURRENT=3"
    said = shell_says("zsh", "-f", "-c", f"{caught}; source ./script; _il2sle_completion", cwd=tmp_path)

    assert said == '*: :(("NCT04433585"))\n'


OF_OTHERS = {
    "il2sle.evidence.trace",
    "il2sle.records.registry.study",
    "il2sle.records.schema",
    "il2sle.views.changes",
    "il2sle.views.export",
    "il2sle.views.forest.svg",
    "il2sle.views.machine_schema",
    "il2sle.views.page.html",
    "il2sle.views.page.markdown",
    "il2sle.views.show",
    "il2sle.views.timeline.svg",
    "il2sle.views.verify",
}


@pytest.mark.parametrize(
    ("command", "needed", "unneeded"),
    [
        pytest.param("compare", "il2sle.views.compare", {"il2sle.views.machine"}, id="compare"),
        pytest.param("compare --format csv", "il2sle.views.machine", {"rich.console"}, id="cells"),
        pytest.param(
            "compare --format jsonl", "il2sle.views.machine", {"rich.console", "il2sle.views.compare"}, id="rows"
        ),
        pytest.param("check", "il2sle.views.diagnostics", {"il2sle.views.compare"}, id="check"),
        pytest.param("list", "il2sle.views.listing", {"il2sle.views.compare", "il2sle.views.machine"}, id="list"),
    ],
)
def test_a_command_loads_nothing_of_others(command: str, needed: str, unneeded: set[str]) -> None:
    loaded = modules_loaded(command.split())

    assert needed in loaded
    assert loaded & (OF_OTHERS | unneeded) == set()
