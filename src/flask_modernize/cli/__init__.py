"""The command line: words in, words out. Everything slow to import is imported where it is used."""

from __future__ import annotations


def main() -> None:
    """The console script."""
    from flask_modernize.cli.program import program

    program(prog_name="flask-modernize")
