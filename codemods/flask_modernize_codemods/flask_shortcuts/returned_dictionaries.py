"""``return jsonify({...})`` in a view: the dictionary does."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.flask_shortcuts.route_decorators import is_route

ROW = "flask-jsonify-dict-return"


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Call | ast.Tuple):
            call = node.value.elts[0] if isinstance(node.value, ast.Tuple) and node.value.elts else node.value
            function = file.syntax.scopes.enclosing_function(node)
            if (
                isinstance(call, ast.Call)
                and len(call.args) == 1
                and not call.keywords
                and isinstance(call.args[0], ast.Dict)
                and file.means(call.func, "flask.jsonify")
                and function is not None
                and function.decorator_list
                and all(is_route(file, each) for each in function.decorator_list)
            ):
                yield Match(
                    ROW,
                    "views may return dictionaries",
                    call,
                    (Replacement(*file.span(call), (file.span(call.args[0]),)),),
                )


MATCHER = Matcher(frozenset({b"jsonify"}), _find)
