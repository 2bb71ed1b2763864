"""setup.py: the strings of ``install_requires`` and its like, read with ``ast``; nothing is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from flask_modernize.formats.declarations import (
    Declaration,
    DependencyFile,
    Form,
    Role,
    item_span,
    lines_of,
    requirement,
    role_of,
)
from flask_modernize.sources import SourceFile

_ROLES = {
    "install_requires": Role.RUNTIME,
    "extras_require": Role.RUNTIME,
    "tests_require": Role.DEVELOPMENT,
    "setup_requires": Role.DEVELOPMENT,
}
_QUOTE = re.compile(r"[rRuUbB]{0,2}(\"\"\"|'''|\"|')")


def read_setup_py(path: str, data: bytes) -> DependencyFile:
    """Literals in the arguments of ``setup()``, and in the variables that these name. Raises UnreadableSource."""
    source = SourceFile.from_bytes(data)
    module = source.parse()
    assigned = {
        target.id: node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: dict[tuple[int, int], Declaration] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.keyword) and node.arg in _ROLES:
            for constant, role, in_list in _strings(node.value, assigned, _ROLES[node.arg]):
                for each in _requirements(source, constant, in_list):
                    found.setdefault(each.whole, replace(each, role=role))
    return DependencyFile(path, tuple(found[span] for span in sorted(found)))


def _strings(
    node: ast.expr, assigned: Mapping[str, ast.expr], role: Role, seen: frozenset[str] = frozenset()
) -> Iterator[tuple[ast.Constant, Role, bool]]:
    """String constants of an argument with what they are for, and whether they are items of a list."""
    if isinstance(node, ast.Name) and node.id in assigned and node.id not in seen:
        yield from _strings(assigned[node.id], assigned, role, seen | {node.id})
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            group = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
            yield from _strings(value, assigned, role_of(group) if group else role, seen)
    elif isinstance(node, ast.List | ast.Tuple | ast.Set):
        for item in node.elts:
            if isinstance(item, ast.Constant):
                yield from ((item, role, True) for _ in range(isinstance(item.value, str)))
            else:
                yield from _strings(item, assigned, role, seen)
    elif isinstance(node, ast.Constant):
        yield from ((node, role, False) for _ in range(isinstance(node.value, str)))
    else:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from _strings(child, assigned, role, seen)


def _requirements(source: SourceFile, constant: ast.Constant, in_list: bool) -> Iterator[Declaration]:
    start = source.offset(constant.lineno, constant.col_offset)
    end = source.offset(constant.end_lineno or constant.lineno, constant.end_col_offset or 0)
    literal = source.data[start:end].decode("latin-1")
    quote = _QUOTE.match(literal)
    content = literal[quote.end() : -len(quote[1])] if quote else ""
    exact = quote is not None and content.replace("\r\n", "\n").replace("\r", "\n") == constant.value
    if not exact:  # made of several literals, or with escapes
        for offset, text in enumerate(str(constant.value).splitlines()):
            found = requirement(text.strip(), start, constant.lineno + offset, (0, 0))
            if found is not None:
                yield replace(found, form=Form.FIXED)
        return
    assert quote is not None
    single = "\n" not in content and "\r" not in content
    for line in lines_of(content, start + quote.end()):
        text = re.sub(r"(?:^|\s)#.*", "", line.text)
        offset = line.start + len(text) - len(text.lstrip())
        entry = item_span(source.data.decode("latin-1"), start, end) if single and in_list else (0, 0)
        if not single and line.end < line.stop:
            entry = (line.start, line.stop)
        found = requirement(text.strip(), offset, constant.lineno + line.number - 1, entry)
        if found is not None:
            yield replace(found, entry=entry)
