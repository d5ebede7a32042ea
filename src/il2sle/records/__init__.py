"""Records: read YAML with positions, validate it, hold the vocabulary, find the files."""
