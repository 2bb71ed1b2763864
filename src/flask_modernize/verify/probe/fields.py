"""The names that a view reads from a request."""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any

from flask_modernize.verify.probe.values import is_own
from flask_modernize.verify.probe.world import Record

FILE = "file"
"""Stands where the Python type of a field stands."""
TYPED = {int: 4, float: 4.5, bool: True, list: ["item"], dict: {"key": "value"}}


def fields_of(app: Any, rule: Any) -> Record:
    """Names that the view of a rule reads from a request: `names` of a body, `query` of the URL, `files`, `typed`
    values."""
    view = app.view_functions.get(rule.endpoint)
    functions = [inspect.unwrap(view)] if view is not None else []
    cls = getattr(view, "view_class", None)
    if cls is not None:
        functions = [getattr(cls, name) for name in ("get", "post", "put", "patch", "delete") if hasattr(cls, name)]
    read: dict[str, set[str]] = {"names": set(), "query": set(), "files": set()}
    typed: Record = {}
    for function in functions:
        for name, place in read_names(function):
            read[place].add(name)
        for value in objects_used(function, cls):
            for name, python_type in declared_fields(value):
                read["files" if python_type == FILE else "names"].add(name)
                if python_type in TYPED:
                    typed[name] = TYPED[python_type]
    return {**{place: sorted(names) for place, names in read.items()}, "typed": typed}


PLACES = {"form": "names", "json": "names", "get_json": "names", "values": "names", "args": "query", "files": "files"}


BODIES = ("data", "json", "json_data", "payload", "body", "form", "req", "params", "content", "request_json")
"""What views usually call the content of a request."""


def read_names(function: Any) -> list[tuple[str, str]]:
    """Names that a view reads, and from where: `request.form["a"]`, `request.args.get("b")`, `data["c"]`."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    except (OSError, TypeError, SyntaxError, ValueError):
        return []
    bodies = dict.fromkeys(BODIES, "names")
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            place = _part_of_request(node.value)
            if place:
                bodies[node.targets[0].id] = place
    found = []
    for node in ast.walk(tree):
        key = holder = None
        if isinstance(node, ast.Subscript):
            index: Any = node.slice
            index = getattr(index, "value", index) if type(index).__name__ == "Index" else index
            key, holder = getattr(index, "value", None), node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            key, holder = _asked_for(node)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            key, holder = getattr(node.left, "value", None), node.comparators[0]
        if not isinstance(key, str) or holder is None:
            continue
        while isinstance(holder, ast.Call):
            holder = holder.func
        if isinstance(holder, ast.Attribute) and holder.attr in PLACES:
            found.append((key, PLACES[holder.attr]))
        elif isinstance(holder, ast.Name) and holder.id in bodies:
            found.append((key, bodies[holder.id]))
    return found


def _part_of_request(value: Any) -> str:
    """Which place the value of `x = request.get_json() or {}` or of `x = json.loads(request.data)` is; else ""."""
    if isinstance(value, ast.BoolOp):
        value = value.values[0]
    called = value.func if isinstance(value, ast.Call) else value
    if not isinstance(called, ast.Attribute):
        return ""
    if called.attr == "loads" and isinstance(value, ast.Call) and value.args:
        return "names" if "request" in {getattr(node, "id", None) for node in ast.walk(value.args[0])} else ""
    of_request = isinstance(called.value, ast.Name) and called.value.id in ("request", "req")
    return PLACES.get(called.attr, "") if of_request else ""


def _asked_for(call: Any) -> tuple[Any, Any]:
    """The key and the holder of `holder.get("key")`."""
    if call.func.attr in ("get", "getlist", "pop") and call.args:
        return getattr(call.args[0], "value", None), call.func.value
    return None, None


def objects_used(function: Any, cls: Any) -> list[Any]:
    """Objects of the module that a function names, and those of the class that it is in."""
    function = inspect.unwrap(function)
    code = getattr(function, "__code__", None)
    scope = getattr(function, "__globals__", {})
    found = [scope[name] for name in getattr(code, "co_names", ()) if name in scope]
    for base in getattr(cls, "__mro__", ()):
        found += [
            value for name, value in sorted(vars(base).items()) if not name.startswith("__") and is_own(base.__module__)
        ]
    return found


def is_file_field(cls: Any) -> bool:
    return any(base.__name__ in ("FileField", "MultipleFileField") for base in getattr(cls, "__mro__", ()))


def declared_fields(value: Any) -> list[tuple[str, Any]]:
    """Fields of a WTForms form class, a reqparse parser, a marshmallow schema or a pydantic model."""
    kind = value if isinstance(value, type) else type(value)
    bases = {base.__module__.split(".")[0] + "." + base.__name__ for base in kind.__mro__}
    if isinstance(value, type) and bases & {"wtforms.BaseForm", "wtforms.Form"}:
        fields = [(name, getattr(value, name, None)) for name in dir(value)]
        unbound = [(name, field) for name, field in fields if type(field).__name__ == "UnboundField"]
        return [(name, FILE if is_file_field(getattr(field, "field_class", None)) else str) for name, field in unbound]
    if kind.__name__ == "RequestParser" and hasattr(value, "args"):
        return [
            (each.name if isinstance(each.name, str) else each.name[0], FILE if "files" in each.location else each.type)
            for each in value.args
        ]
    if "marshmallow.Schema" in bases:
        fields_by_name = getattr(value, "_declared_fields", {})
        kinds = {"Integer": int, "Float": float, "Boolean": bool, "List": list, "Dict": dict}
        return [(n, kinds.get(type(f).__name__, str)) for n, f in sorted(fields_by_name.items()) if not f.dump_only]
    if isinstance(value, type) and "pydantic.BaseModel" in bases:
        fields_by_name = getattr(value, "model_fields", None) or getattr(value, "__fields__", {})
        return [
            (n, getattr(f, "annotation", None) or getattr(f, "outer_type_", str))
            for n, f in sorted(fields_by_name.items())
        ]
    return []
