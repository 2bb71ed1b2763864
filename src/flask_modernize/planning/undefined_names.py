"""Names that a module reads and that nothing gives it: what a wrong move of code leaves behind."""

from __future__ import annotations

import builtins
import symtable
import warnings
from collections.abc import Iterable, Iterator

from flask_modernize.planning.guards import Breach
from flask_modernize.sources import FileDelta

_GIVEN = frozenset(dir(builtins)) | {
    *("__annotations__", "__builtins__", "__doc__", "__file__", "__loader__", "__module__", "__name__", "__package__"),
    *("__path__", "__qualname__", "__spec__", "__class__"),
}


def newly_undefined(deltas: Iterable[FileDelta]) -> dict[str, Breach]:
    """By path, the changed Python files that read a name which nothing defines, and which none of them read so before.

    Files with star imports, whose names nobody knows, are taken on trust.
    """
    changed = list(deltas)
    found = {delta.path: undefined_names(delta.after) for delta in changed if delta.after is not None}
    if not any(found.values()):
        return {}
    before = {name for delta in changed if delta.before is not None for name in undefined_names(delta.before)}
    return {
        path: Breach("G-NAMES", f"The rewrite would leave {min(new)!r} undefined in {path}.")
        for path, names in found.items()
        if (new := names - before)
    }


def undefined_names(data: bytes) -> frozenset[str]:
    """The names that some scope of a file reads as globals, and that neither the module nor Python defines.

    Empty for what does not parse, and for files with star imports.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = symtable.symtable(data, "<file>", "exec")  # type: ignore[arg-type]  # bytes are taken, as by compile
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    if b"import *" in b" ".join(data.split()):
        return frozenset()
    read: set[str] = set()
    bound: set[str] = set()
    for table in _tables(module):
        for symbol in table.get_symbols():
            of_module = table is module or symbol.is_declared_global()
            if of_module and (symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()):
                bound.add(symbol.get_name())
            if symbol.is_referenced() and (table is module or symbol.is_global()):
                read.add(symbol.get_name())
    return frozenset(read - bound - _GIVEN)


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    waiting = [table]
    while waiting:
        current = waiting.pop()
        yield current
        waiting += current.get_children()
