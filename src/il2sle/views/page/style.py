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
nav ul ul { gap: 0 1rem; padding-left: 1rem; }
nav li:has(ul) { flex-basis: 100%; }
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
:is(h2, h3) + .scroll { margin-top: .5rem; }
.drawing { overflow-x: auto; margin: 1.5rem 0; }
.drawing svg { display: block; max-width: 100%; min-width: 44rem; height: auto; color: var(--ink); }
.drawing .ground { fill: none; }
table { border-collapse: separate; border-spacing: 0; font-size: .8125rem; line-height: 1.4;
  overflow-wrap: break-word; }
caption { padding-bottom: .5rem; text-align: left; }
caption > p { position: sticky; left: 0; width: fit-content; max-width: min(80ch, 100vw - 2rem);
  margin: 0; }
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
@media screen and (max-width: 47.99rem) {
  h2 { margin-top: 2.5rem; }
  .scroll { overflow: visible; }
  table { overflow-wrap: anywhere; }
  table, caption, tbody, thead, tr, tbody :is(th, td) { display: block; }
  caption > p, .group th > span { position: static; max-width: none; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .heads { display: none; }
  tbody tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(5.5rem, 1fr)); gap: .25rem .5rem;
    padding: .625rem 0; border-bottom: 1px solid var(--rule); }
  tbody :is(th, td, .n, .w1, .w2, .w3, .span) { min-width: 0; padding: 0; border: 0; text-align: left;
    white-space: pre-line; overflow-wrap: anywhere; }
  tbody :is(th, td):empty { display: none; }
  tbody .w2 { grid-column: span 2; }
  tbody tr > :first-child, tbody .w3, tbody .span { grid-column: 1 / -1; }
  tbody tr > [scope=row]:first-child { font-size: .9375rem; font-weight: 600; }
  tbody .from { grid-column-start: 1; }
  [data-label]::before { content: attr(data-label); display: block; color: var(--soft); font-size: .75rem;
    font-weight: 400; white-space: normal; }
  [data-label]:is(.w2, .w3, [scope=row])::before { display: inline; margin-right: .375rem; }
  .n[data-pad]::after { content: none; }
  tbody td.n { align-self: end; }
  .group { padding: 1.5rem 0 .375rem; border-bottom: 1px solid var(--line); }
  .group th, thead + tbody .group th { padding: 0; }
}
@page { size: landscape; margin: 9mm; }
@media print {
  body { font-size: 8pt; line-height: 1.3; }
  main, p, dl { max-width: none; }
  main { padding: 0; }
  nav { display: none; }
  a { color: inherit; text-decoration: none; }
  h1 { font-size: 12pt; }
  h2 { margin: 4mm 0 1mm; font-size: 10pt; }
  h3 { margin: 3mm 0 1mm; font-size: 9pt; }
  p, dl, .notes { margin: 1mm 0; font-size: 6.5pt; line-height: 1.25; }
  dl { grid-template-columns: fit-content(28mm) minmax(0, 1fr); column-gap: 2mm; }
  dd { margin-bottom: .5mm; }
  .notes { columns: 3; column-gap: 5mm; }
  .notes li { padding: .25mm 0; }
  .scroll, :is(h2, h3) + .scroll { overflow: visible; margin-top: 1mm; }
  .drawing { overflow: visible; margin: 2mm 0; break-inside: avoid; }
  .drawing svg { min-width: 0; }
  caption { padding-bottom: .5mm; }
  caption > p, .group th > span { position: static; max-width: none; }
  table { font-size: 6.5pt; line-height: 1.2; }
  th, td { padding: .4mm .8mm; }
  .group th, thead + tbody .group th { padding-top: 1.5mm; }
  .w2, .w3 { min-width: 0; }
  thead { display: table-header-group; }
  tr, li, dd, p { break-inside: avoid; }
  h2, h3, dt, caption, .group, .heads { break-after: avoid; }
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
