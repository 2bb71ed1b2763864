"""fissix's fixer for tuple parameters, which loses the comment between a docstring and the first statement."""

from __future__ import annotations

from typing import Any

from fissix.fixes.fix_tuple_params import FixTupleParams as _FixTupleParams


class FixTupleParams(_FixTupleParams):  # type: ignore[misc]
    """The same, with the comments of the body put back."""

    def transform(self, node: Any, results: Any) -> Any:
        """Changes the function in place."""
        suites = results.get("suite") or []
        prefixes = [(child, child.prefix) for suite in suites for child in suite.children if "#" in child.prefix]
        changed = super().transform(node, results)
        for child, prefix in prefixes:
            if "#" not in child.prefix:
                child.prefix = prefix
        return changed
