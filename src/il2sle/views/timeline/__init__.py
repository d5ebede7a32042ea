"""Dosing schedules as strips over weeks and days: one geometry in plain numbers, drawn in letters and as SVG."""
