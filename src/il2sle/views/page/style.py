"""How the HTML page looks: light and dark, on screen, phone and paper. Colour repeats what words say."""

from __future__ import annotations

# Every pair of text and ground has a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3); the tests measure it.
LIGHT = {
    "page": "#fdfdfb",
    "band": "#f1f4f3",
    "ink": "#1c2328",
    "soft": "#55606a",
    "link": "#0a5788",
    "rule": "#dde2e4",
    "line": "#9aa5ac",
}
DARK = {
    "page": "#13171a",
    "band": "#1d2429",
    "ink": "#e4e8ea",
    "soft": "#a4afb7",
    "link": "#8ac6f2",
    "rule": "#2b3339",
    "line": "#66737c",
}

_RULES = """
* { box-sizing: border-box; }
html { text-size-adjust: 100%; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif; }
main { max-width: 100rem; margin: 0 auto; padding: 2rem clamp(1rem, 3vw, 3rem) 4rem; }
h1, h2, h3 { line-height: 1.25; font-weight: 600; scroll-margin-top: 1rem; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; text-wrap: balance; }
h2 { margin: 3.5rem 0 .5rem; font-size: 1.125rem; }
h3 { margin: 2.5rem 0 .5rem; font-size: 1rem; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .15em; }
:focus-visible, :target { outline: 2px solid var(--link); outline-offset: 2px; }
li:target { background: var(--band); }
p, dl { max-width: 80ch; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding: .25rem 0; font-size: .875rem; }

p, dl, .notes { margin: .75rem 0; padding: 0; list-style: none; font-size: .8125rem; line-height: 1.45; }
dl { display: grid; grid-template-columns: fit-content(8.5rem) minmax(0, 1fr); column-gap: .75rem; }
.notes { columns: 34rem 2; column-gap: 3rem; }
.notes li { display: grid; grid-template-columns: min(var(--mark), 9rem) minmax(0, 1fr); column-gap: .5rem;
  padding: .125rem 0; break-inside: avoid; }
dd, .notes li { white-space: pre-line; }
dt, .notes b { color: var(--soft); font-weight: 600; }
dd { grid-column: 2; margin: 0 0 .25rem; }
.whole { white-space: nowrap; }

.scroll { overflow-x: auto; margin-top: 1.5rem; }
.scroll.titled { margin-top: 3.5rem; }
table { border-collapse: separate; border-spacing: 0; font-size: .8125rem; line-height: 1.4;
  overflow-wrap: break-word; }
caption { padding-bottom: .5rem; text-align: left; }
caption > :is(h2, h3, p) { position: sticky; left: 0; width: fit-content; max-width: min(80ch, 100vw - 2rem);
  margin: 0; }
caption p { margin-top: .25rem; }
th, td { padding: .375rem .5rem; border-bottom: 1px solid var(--rule); font-weight: 400; text-align: left;
  vertical-align: top; white-space: pre-line; }
:is(th, td):first-child { padding-left: 0; }
:is(th, td):last-child { padding-right: 0; }
thead th, .heads th { color: var(--soft); line-height: 1.25; vertical-align: bottom; }
:is(thead, .heads) :is(.n, .w1) { white-space: pre-line; }
thead tr:last-child th, thead [rowspan], .heads > * { border-bottom-color: var(--line); }
thead [scope=colgroup] { text-align: center; }
tbody .w1[scope=row]:first-child { font-weight: 600; }
tbody [scope=row].again:first-child { color: var(--soft); font-weight: 400; }
.group th { padding-top: 1.75rem; border-bottom-color: var(--line); font-weight: 600; }
.group th > span { position: sticky; left: 0; display: block; width: fit-content; max-width: calc(100vw - 2rem); }
thead + tbody .group th { padding-top: .875rem; }
.n { text-align: right; font-variant-numeric: tabular-nums lining-nums; white-space: nowrap; }
.n[data-pad]::after { content: attr(data-pad); visibility: hidden; white-space: pre; }
.span { color: var(--soft); font-style: italic; }
.w1 { white-space: pre; }
.w2 { min-width: 8rem; }
.w3 { min-width: 12rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

@media screen and (min-width: 64rem) {
  dl { grid-template-columns: 10rem minmax(0, 1fr); }
  .w2 { min-width: 6rem; }
  .w3 { min-width: 9rem; }
}
@media screen and (max-width: 48rem) {
  tbody [scope=row]:first-child { position: sticky; left: 0; z-index: 1; max-width: 9rem;
    background: var(--page); box-shadow: 1px 0 var(--rule), .5rem 0 .5rem var(--page); }
}
@page { size: landscape; margin: 12mm; }
@media print {
  body { font-size: 9pt; }
  main, p, dl { max-width: none; }
  main { padding: 0; }
  nav { display: none; }
  a { color: inherit; text-decoration: none; }
  .scroll { overflow: visible; }
  caption > :is(h2, h3, p), .group th > span { position: static; max-width: none; }
  .notes { columns: 2; column-gap: 8mm; }
  .w2, .w3 { min-width: 0; }
  table { font-size: 7pt; }
  dl, .notes { font-size: 7.5pt; }
  th, td { padding: .8mm 1mm; }
  tr, li, dd { break-inside: avoid; }
  h2, h3, caption, .group, .heads { break-after: avoid; }
}
"""


def _colours(scheme: dict[str, str]) -> str:
    return ":root { " + " ".join(f"--{name}: {colour};" for name, colour in scheme.items()) + " }"


STYLE = "\n".join(
    (
        ":root { color-scheme: light dark; }",
        _colours(LIGHT),
        f"@media screen and (prefers-color-scheme: dark) {{ {_colours(DARK)} }}",
        _RULES.strip(),
    )
)
