"""Turns a run into words: for a terminal, for a pipe, as JSON or as a patch. Knows nothing of the command line."""
