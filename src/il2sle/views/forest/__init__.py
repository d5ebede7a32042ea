"""Forest plots: one geometry in plain numbers, drawn in letters and as SVG."""
