"""New text for old: one expression, one statement, one import at a time, never a whole file.

Import from the modules of this package: some of them need libcst, which runs that rewrite nothing must not pay for.
"""
