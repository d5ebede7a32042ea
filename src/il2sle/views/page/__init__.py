"""A page: what it consists of, and how the terminal, Markdown and HTML draw it."""
