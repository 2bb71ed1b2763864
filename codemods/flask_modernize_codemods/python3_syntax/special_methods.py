"""Special methods that Python 3 knows by another name: __unicode__, __nonzero__, next(), __cmp__, __div__ ..."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Edit
from flask_modernize.project.objects import ClassObject, External
from flask_modernize_codemods.python3_syntax.legacy_file import Answers, Codemod, LegacyFile

RENAMED = {
    "__unicode__": "__str__",
    "__nonzero__": "__bool__",
    "__div__": "__truediv__",
    "__rdiv__": "__rtruediv__",
    "__idiv__": "__itruediv__",
}
GONE = ("__getslice__", "__setslice__", "__delslice__", "__coerce__")
COMPARISON = "__cmp__"
NEXT = "next"
METACLASS = "__metaclass__"


def answers(file: LegacyFile) -> Answers:
    """A group for each method and each ``__metaclass__``, or a finding."""
    for node in file.nodes():
        if isinstance(node, ast.ClassDef):
            methods = {each.name: each for each in node.body if isinstance(each, ast.FunctionDef)}
            yield from _methods(file, node, methods)
            yield from _metaclass(file, node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == NEXT:
            yield from _next_call(file, node, node.func)


def _methods(file: LegacyFile, cls: ast.ClassDef, methods: dict[str, ast.FunctionDef]) -> Answers:
    if not file.python2_project:
        yield from _uncalled(file, methods)
        return
    for old, new in RENAMED.items():
        if old not in methods or _aliased(cls, old, new):
            continue
        if new not in methods:
            if not any(
                _dotted_end(each) in ("python_2_unicode_compatible", "implements_to_string")
                for each in cls.decorator_list
            ):
                yield file.group(f"Rename {old} to {new}", methods[old], [_name_edit(file, methods[old], new)])
        elif old == "__unicode__" and _only_encodes(file, methods[new]):
            edits = [_name_edit(file, methods[old], new), _removal(file, cls, methods[new])]
            yield file.group("Make __unicode__ the __str__", methods[old], edits)
        elif old == "__unicode__" or not file.python2:
            yield file.finding(methods[old], "P-METHOD", f"Python 3 does not call {old}, and there is a {new} already.")
    for old in GONE:
        if old in methods:
            yield file.finding(methods[old], "P-METHOD", f"Python 3 does not call {old}.")
    if COMPARISON in methods and not {"__eq__", "__lt__"} & methods.keys():
        yield from _comparison(file, cls, methods[COMPARISON], "__hash__" in methods)
    if NEXT in methods and "__iter__" in methods and "__next__" not in methods and not _aliased(cls, NEXT, "__next__"):
        edits = [_name_edit(file, methods[NEXT], "__next__")] if len(methods[NEXT].args.args) == 1 else []
        yield from [file.group("Rename next to __next__", methods[NEXT], edits)] if edits else ()


def _uncalled(file: LegacyFile, methods: dict[str, ast.FunctionDef]) -> Answers:
    """Where nothing says that Python 2 ever ran the code, what only that calls may never have been called."""
    for old in (*RENAMED, *GONE, COMPARISON):
        if old in methods:
            message = f"Python 3 does not call {old}, and nothing says that this project was run on Python 2."
            yield file.finding(methods[old], "P-METHOD", message)


def _aliased(cls: ast.ClassDef, old: str, new: str) -> bool:
    """Whether the class body says ``__bool__ = __nonzero__``, or the other way round, itself."""
    return any(
        isinstance(each, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id in (old, new) for target in each.targets)
        for each in cls.body
    )


def _dotted_end(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _name_edit(file: LegacyFile, method: ast.FunctionDef, new: str) -> Edit:
    start = file.find("def", file.start(method), file.end(method)) + 3
    start = file.find(method.name, start, file.end(method))
    return file.replace(start, start + len(method.name), new)


# -- __str__ beside __unicode__ ----------------------------------------------------------------------------------------


def _only_encodes(file: LegacyFile, method: ast.FunctionDef) -> bool:
    """Whether ``__str__`` does nothing but to encode what ``__unicode__`` gives."""
    if len(method.body) != 1 or not isinstance(method.body[0], ast.Return) or method.decorator_list:
        return False
    value = method.body[0].value
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "encode"):
        return False
    inner = ast.unparse(value.func.value)
    own = method.args.args[0].arg if method.args.args else ""
    return inner in (f"unicode({own})", f"str({own})", f"{own}.__unicode__()")


def _removal(file: LegacyFile, cls: ast.ClassDef, method: ast.FunctionDef) -> Edit:
    """The edit that takes a method out with the blank lines above it."""
    source = file.syntax.source
    first = method.lineno
    while first > 1 and not source.data[slice(*source.line_span(first - 1))].strip():
        first -= 1
    last = method.end_lineno or method.lineno
    if cls.body[0] is method:
        first = method.lineno
        while last < source.line_count and not source.data[slice(*source.line_span(last + 1))].strip():
            last += 1
    return file.replace(source.line_span(first)[0], source.line_span(last)[1], "")


# -- __cmp__ -----------------------------------------------------------------------------------------------------------


def _comparison(file: LegacyFile, cls: ast.ClassDef, method: ast.FunctionDef, hashed: bool) -> Answers:
    """``return cmp(a, b)`` becomes ``__eq__`` and ``__lt__``, from which functools makes the others."""
    compared = _compared(file, method)
    source = file.syntax.source
    indentation = source.text(source.line_span(method.lineno)[0], file.start(method))
    deeper = source.text(source.line_span(method.body[-1].lineno)[0], file.start(method.body[-1]))
    if compared is None or method.decorator_list or indentation.strip():
        message = "Python 3 does not call __cmp__, and this one is more than a cmp() of two values."
        yield file.finding(method, "P-METHOD", message)
        return
    first, second = compared
    own, other = (each.arg for each in method.args.args)
    same_line = "" if method.body[-1].lineno == method.lineno else f"\n{deeper}"
    added = f"\n\n{indentation}def __lt__({own}, {other}):{same_line or ' '}return {first} < {second}"
    if not hashed:
        added += f"\n\n{indentation}__hash__ = object.__hash__"
    returned = method.body[0]
    assert isinstance(returned, ast.Return)
    assert returned.value is not None
    first_line = min([cls.lineno, *(each.lineno for each in cls.decorator_list)])
    line = source.line_span(first_line)[0]
    edits = [
        file.replace(line, line, f"{' ' * cls.col_offset}@total_ordering\n"),
        _name_edit(file, method, "__eq__"),
        file.rewrite(returned.value, f"{first} == {second}"),
        file.replace(file.end(method), file.end(method), added),
    ]
    yield file.group("Write __cmp__ as __eq__ and __lt__", method, edits, [("functools", "total_ordering")])


def _compared(file: LegacyFile, method: ast.FunctionDef) -> tuple[str, str] | None:
    """The two values that a method does nothing but compare."""
    if len(method.args.args) != 2 or len(method.body) != 1 or not isinstance(method.body[0], ast.Return):
        return None
    value = method.body[0].value
    if not (isinstance(value, ast.Call) and len(value.args) == 2 and file.is_builtin(value.func, "cmp")):
        return None
    texts = [file.text(each) for each in value.args]
    simple = all(
        isinstance(each, ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.Tuple) for each in value.args
    )
    return (texts[0], texts[1]) if simple and not any("\n" in text for text in texts) else None


# -- __metaclass__ -----------------------------------------------------------------------------------------------------


def _metaclass(file: LegacyFile, cls: ast.ClassDef) -> Answers:
    for statement in cls.body:
        if not (isinstance(statement, ast.Assign) and len(statement.targets) == 1):
            continue
        target = statement.targets[0]
        if not (isinstance(target, ast.Name) and target.id == METACLASS):
            continue
        if (
            not file.python2
            or any(each.arg == "metaclass" for each in cls.keywords)
            or not isinstance(statement.value, ast.Name | ast.Attribute)
        ):
            yield file.finding(statement, "P-METHOD", "Python 3 does not look at __metaclass__.")
            continue
        yield file.group("Give the metaclass as an argument", statement, list(_metaclass_edits(file, cls, statement)))


def _metaclass_edits(file: LegacyFile, cls: ast.ClassDef, statement: ast.Assign) -> Iterator[Edit]:
    source = file.syntax.source
    argument = f"metaclass={file.text(statement.value)}"
    given = [*cls.bases, *(each.value for each in cls.keywords)]
    if given:
        last = max(file.end(each) for each in given)
        yield file.replace(last, last, f", {argument}")
    else:
        start = file.find("class", file.start(cls), file.end(cls))
        start = file.find(cls.name, start + 5, file.end(cls)) + len(cls.name.encode())
        end = file.find(":", start, file.end(cls))
        yield file.replace(start, end, f"({argument})")
    first, last_line = statement.lineno, statement.end_lineno or statement.lineno
    if len(cls.body) == 1:
        yield file.rewrite(statement, "pass")
        return
    following = cls.body[cls.body.index(statement) + 1 :]
    if cls.body[0] is statement and following and source.data[file.end(statement) :].lstrip(b" ")[:1] != b"#":
        while not source.data[slice(*source.line_span(last_line + 1))].strip():
            last_line += 1
    end = source.line_span(last_line)[1]
    comment = source.data[file.end(statement) : end].lstrip()
    kept = end - len(comment) if comment.startswith(b"#") else end
    yield file.replace(file.start(statement) if kept < end else source.line_span(first)[0], kept, "")


# -- x.next() ----------------------------------------------------------------------------------------------------------


def _next_call(file: LegacyFile, node: ast.Call, function: ast.Attribute) -> Answers:
    """``x.next()`` is ``next(x)``, unless the project has classes with a next() of their own that are no iterators."""
    if node.args or node.keywords or not file.python2 or not file.is_free(NEXT, node):
        return
    if isinstance(file.resolve(function), External | ClassObject) or _has_own_next(file):
        yield file.finding(
            node, "P-METHOD", "next() may be the method of a class of its own; iterators have it no more."
        )
        return
    yield file.group("Call next()", node, [file.rewrite(node, f"next({file.text(function.value)})")])


def _has_own_next(file: LegacyFile) -> bool:
    for path in file.project.files_with(b"def next"):
        facts = file.project.facts(path)
        for qualname in facts.functions if facts is not None else ():
            owner, _, name = qualname.rpartition(".")
            if name == NEXT and owner and f"{owner}.__iter__" not in facts.functions:  # type: ignore[union-attr]
                return True
    return False


_WORDS = (*RENAMED, *GONE, COMPARISON, NEXT, METACLASS)
CODEMOD = Codemod(tuple(word.encode() for word in _WORDS), answers)
