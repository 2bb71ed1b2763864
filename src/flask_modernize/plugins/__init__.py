"""Codemods that no installed package brings: a repository's own, LibCST commands, Bowler scripts, and TOML.

Their code never runs in this process: :mod:`child` starts one for each question, without a terminal, with a time limit
and in a directory of its own; the answer comes back as data. Nothing of a repository is run at all unless the person or
service that runs the tool says so (``trusted``). What is data only (``codemods/*.toml``) needs no such word.
"""
