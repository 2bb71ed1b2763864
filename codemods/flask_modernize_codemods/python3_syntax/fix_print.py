"""fissix's fixer for print statements, without a second pair of parentheses around one that holds one value."""

from __future__ import annotations

from typing import Any

from fissix.fixes.fix_print import FixPrint as _FixPrint
from fissix.pygram import python_symbols as symbols


class FixPrint(_FixPrint):  # type: ignore[misc]
    """``print ("a" + b)`` is a call already; ``print ("a", b)`` printed a tuple, and still has to."""

    def transform(self, node: Any, results: Any) -> Any:
        """The call that takes the statement's place; None where it can stay as it is."""
        printed = node.children[1:]
        if len(printed) == 1 and _is_one_value(printed[0]):
            return None
        return super().transform(node, results)


def _is_one_value(node: Any) -> bool:
    if node.type != symbols.atom or len(node.children) != 3 or node.children[0].value != "(":
        return False
    inner = node.children[1]
    return inner.type not in (symbols.testlist_gexp, symbols.yield_expr)
