"""Codemods as data: what a library moved, renamed or removed, a line each, and the engine that applies such lines."""
