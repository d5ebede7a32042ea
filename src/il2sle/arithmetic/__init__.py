"""Counts in, estimates out: effects, p-values, counts behind a percentage, schedules. Knows no trial."""
