"""Views: rows into tables, pages and machine formats. Layout only, no arithmetic."""
