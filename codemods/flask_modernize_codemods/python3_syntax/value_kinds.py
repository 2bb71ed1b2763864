"""Whether an expression is text, bytes, an integer, a dictionary ..., followed through the whole project.

Text is what Python 3 calls ``str``: on Python 2 it may have been either of its two string types.
"""

from __future__ import annotations

import ast

from flask_modernize.project import Project
from flask_modernize.project.memory import remembered
from flask_modernize.project.models import model_of
from flask_modernize.project.objects import ClassObject, External, Object
from flask_modernize.project.value_flow import Nothing, Place, ValueFlow
from flask_modernize_codemods.python3_syntax.legacy_file import LegacyFile

INT, TEXT, BYTES, DICT = "int", "text", "bytes", "dict"

_BUILTINS = {
    "len": INT,
    "int": INT,
    "long": INT,
    "ord": INT,
    "hash": INT,
    "id": INT,
    "str": TEXT,
    "unicode": TEXT,
    "repr": TEXT,
    "chr": TEXT,
    "unichr": TEXT,
    "hex": TEXT,
    "input": TEXT,
    "raw_input": TEXT,
    "bytes": BYTES,
    "bytearray": BYTES,
    "dict": DICT,
    "vars": DICT,
    "locals": DICT,
    "globals": DICT,
    "float": "float",
}
_TEXT_METHODS = frozenset(
    {
        *("capitalize", "center", "format", "join", "ljust", "lower", "lstrip", "replace", "rjust", "rstrip", "strip"),
        *("swapcase", "title", "upper", "zfill"),
    }
)
_EXTERNALS = {
    "flask.url_for": TEXT,
    "cgi.escape": TEXT,
    "html.escape": TEXT,
    "urllib.quote": TEXT,
    "urllib.urlencode": TEXT,
    "urllib.parse.quote": TEXT,
    "urllib.parse.urlencode": TEXT,
    "flask.render_template": TEXT,
    "flask.render_template_string": TEXT,
    "flask.request.remote_addr": TEXT,
    "flask.request.path": TEXT,
    "flask.request.full_path": TEXT,
    "flask.request.url": TEXT,
    "flask.request.base_url": TEXT,
    "flask.request.host": TEXT,
    "flask.request.host_url": TEXT,
    "flask.request.method": TEXT,
    "flask.request.data": BYTES,
    "flask.request.get_data": BYTES,
    "os.urandom": BYTES,
    "os.getcwd": TEXT,
    "os.path.join": TEXT,
    "os.path.basename": TEXT,
    "os.path.dirname": TEXT,
    "os.getpid": INT,
    "time.time": "float",
    "time.strftime": TEXT,
    "random.randint": INT,
    "json.dumps": TEXT,
    "flask.json.dumps": TEXT,
    "pickle.dumps": BYTES,
    "cPickle.dumps": BYTES,
    "uuid.uuid4.hex": TEXT,
    "random.random": "float",
}
_FORMS = frozenset({"flask.request.form", "flask.request.args", "flask.request.values", "flask.request.cookies"})
_COLUMN_KINDS = {
    "Integer": INT,
    "BigInteger": INT,
    "SmallInteger": INT,
    "String": TEXT,
    "Unicode": TEXT,
    "Text": TEXT,
    "UnicodeText": TEXT,
    "LargeBinary": BYTES,
    "Binary": BYTES,
    "Float": "float",
}
_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod)


def kind_of(file: LegacyFile, node: ast.expr) -> str | None:
    """``int``, ``text``, ``bytes``, ``dict``, ``float``; None where that cannot be told."""
    return _flow(file.project).value(Place(file.path, file.scope(node)), node)


class _Kinds(ValueFlow[str]):
    """Follows values to what they are made by."""

    def tell(self, place: Place, node: ast.expr) -> str | None:
        if isinstance(node, ast.Constant):
            return _constant(node.value)
        if isinstance(node, ast.JoinedStr):
            return TEXT
        if isinstance(node, ast.Dict | ast.DictComp):
            return DICT
        if isinstance(node, ast.BinOp):
            return self._operation(place, node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            return self.value(place, node.operand)
        if isinstance(node, ast.Call):
            return self._told_call(place, node)
        if isinstance(node, ast.Subscript):
            return TEXT if self._external(place, node.value) in _FORMS else None
        if isinstance(node, ast.Attribute):
            return _EXTERNALS.get(self._external(place, node))
        if isinstance(node, ast.Name) and _is_kwargs(place, node):
            return DICT
        return None

    def tell_object(self, obj: Object) -> str | None:
        return _EXTERNALS.get(obj.name) if isinstance(obj, External) else None

    def attribute(self, cls: ClassObject, name: str) -> str | Nothing | None:
        """What a mapped attribute holds, by the type of its column; otherwise whatever is given to it."""
        model = model_of(self.project, cls)
        column = model.columns.get(name) if model is not None else None
        kind = _COLUMN_KINDS.get(column.kind) if column is not None else None
        return kind or super().attribute(cls, name)

    def agree(self, found: list[str]) -> str | None:
        return found[0] if len(set(found)) == 1 else None

    def _external(self, place: Place, node: ast.expr) -> str:
        found = self.callee(place, node)
        return found.name if isinstance(found, External) else ""

    def _operation(self, place: Place, node: ast.BinOp) -> str | None:
        left = self.value(place, node.left)
        if isinstance(node.op, ast.Mod) and left in (TEXT, BYTES):
            return left
        right = self.value(place, node.right)
        if isinstance(node.op, ast.Add) and left == right and left in (TEXT, BYTES, INT):
            return left
        if isinstance(node.op, ast.Mult) and {left, right} in ({TEXT, INT}, {BYTES, INT}):
            return left if right == INT else right
        return INT if left == right == INT and isinstance(node.op, _ARITHMETIC) else None

    def _told_call(self, place: Place, node: ast.Call) -> str | None:
        if isinstance(node.func, ast.Name):
            if node.func.id in _BUILTINS and place.scope.lookup(node.func.id) is None:
                return _BUILTINS[node.func.id]
            if node.func.id in ("min", "max", "abs", "sum") and place.scope.lookup(node.func.id) is None:
                return self._common(place, node.args)
            return _EXTERNALS.get(self._external(place, node.func))
        if not isinstance(node.func, ast.Attribute):
            return None
        told = _EXTERNALS.get(self._external(place, node.func))
        return told or self._told_method(place, node, node.func)

    def _common(self, place: Place, nodes: list[ast.expr]) -> str | None:
        found = {self.value(place, each) for each in nodes}
        return found.pop() if len(found) == 1 and len(nodes) > 1 else None

    def _told_method(self, place: Place, node: ast.Call, function: ast.Attribute) -> str | None:
        if function.attr == "get" and self._external(place, function.value) in _FORMS:
            types = [each.value for each in node.keywords if each.arg == "type"] + node.args[2:3]
            if types:
                return INT if isinstance(types[0], ast.Name) and types[0].id == "int" else None
            return TEXT
        if function.attr == "count" and not node.keywords:
            return INT
        if function.attr == "hexdigest":
            return TEXT
        receiver = self.value(place, function.value) if function.attr in (*_TEXT_METHODS, "encode", "decode") else None
        if function.attr == "encode":
            return BYTES if receiver == TEXT else None
        if function.attr == "decode":
            return TEXT if receiver == BYTES else None
        return receiver if receiver in (TEXT, BYTES) else None


def _constant(value: object) -> str | None:
    if isinstance(value, bool):
        return None
    kinds = {int: INT, str: TEXT, bytes: BYTES, float: "float"}
    return kinds.get(type(value))


def _is_kwargs(place: Place, node: ast.Name) -> bool:
    owner = place.scope.lookup(node.id)
    bindings = owner.bindings.get(node.id, []) if owner is not None else []
    arguments = getattr(owner.node, "args", None) if owner is not None else None
    kwargs = getattr(arguments, "kwarg", None)
    return len(bindings) == 1 and kwargs is not None and kwargs is bindings[0].node


@remembered
def _flow(project: Project) -> _Kinds:
    return _Kinds(project)
