"""Follows queries through one file: from their heads over variables and branches to where they run or escape.

An abstract interpretation of every function: variables map to :class:`~.values.Value`; both branches of an ``if`` are
followed and joined, loops are followed until nothing changes. What it leaves behind is a record per syntax node (heads,
links, endings) and, for each head whose query is used in a way that a select() could not serve, the reason.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask_modernize.project.objects import ClassObject, External, FunctionObject, Variable
from flask_modernize_codemods.select_queries import heads as heads_module
from flask_modernize_codemods.select_queries.dynamic import PERSISTENT_ENDINGS, dynamic_head, dynamic_names
from flask_modernize_codemods.select_queries.heads import Head
from flask_modernize_codemods.select_queries.hot_nodes import hot_nodes
from flask_modernize_codemods.select_queries.links import LINKS, Step
from flask_modernize_codemods.select_queries.query_functions import QueryFunctions
from flask_modernize_codemods.select_queries.statement import Kind, Refusal, Statement, of_one_element
from flask_modernize_codemods.select_queries.templates import iterated_once
from flask_modernize_codemods.select_queries.terminals import TERMINALS, repeated_label
from flask_modernize_codemods.select_queries.values import OTHER, UNBOUND, Value, join
from flask_modernize_codemods.select_queries.webs import Webs

if TYPE_CHECKING:
    from flask_modernize.project.scopes import Scope
    from flask_modernize_codemods.select_queries.expressions import Expressions

Environment = dict[str, Value]

_ITERATING = frozenset(
    [
        "list",
        "tuple",
        "set",
        "frozenset",
        "sorted",
        "iter",
        "enumerate",
        "sum",
        "min",
        "max",
        "any",
        "all",
        "map",
        "filter",
        "zip",
    ]
)
_LISTING = frozenset({"dict"})
_TAKES_QUERY = frozenset({"in_", "notin_", "not_in"})
_HARMLESS_ATTRIBUTES = frozenset({"whereclause", "column_descriptions"})
_QUERY_FIELDS = frozenset({"QuerySelectField", "QuerySelectMultipleField", "QueryRadioField", "QueryCheckboxField"})
_SET_OPERATIONS = frozenset({"union", "union_all", "intersect", "intersect_all", "except_", "except_all"})
_MAX_ROUNDS = 8


@dataclass(slots=True)
class Ended:
    """How a query ends at a node: ``kind`` is ``terminal``, ``iterate``, ``list``, ``index`` or ``expression``."""

    kind: str
    value: Value
    used: bool = True


@dataclass(slots=True)
class FileFlow:
    """What was found in one file. ``numbers`` gives the heads' numbers in the project's :class:`Webs`."""

    heads: dict[int, Head] = field(default_factory=dict)
    numbers: dict[ast.AST, int] = field(default_factory=dict)
    links: dict[ast.AST, Value] = field(default_factory=dict)
    steps: dict[ast.AST, tuple[Statement, Step]] = field(default_factory=dict)
    """What a link does to the statement that it was last followed with."""
    endings: dict[ast.AST, Ended] = field(default_factory=dict)
    statement_attributes: set[ast.AST] = field(default_factory=set)


class Flow:
    """Walks one file. ``run`` gives the record; the object is used once."""

    def __init__(self, context: Expressions, webs: Webs, helpers: QueryFunctions) -> None:
        self.context = context
        self.webs = webs
        self.helpers = helpers
        self.found = FileFlow()
        self.hot = hot_nodes(context, helpers)
        self._captured: dict[tuple[ast.AST, str], bool] = {}
        self._scope: Scope = context.scopes.module_scope
        self._loops: list[list[Environment]] = []

    def run(self) -> FileFlow:
        module = self.context.syntax.module
        if module in self.hot:
            self._in_scope(module, module.body, {})
        return self.found

    def _in_scope(self, node: ast.AST, body: list[ast.stmt], environment: Environment) -> None:
        outer, loops = self._scope, self._loops
        self._scope, self._loops = self.context.scopes.inner_scope(node) if outer.node is not node else outer, []
        self.block(body, environment)
        self._scope, self._loops = outer, loops

    # ------------------------------------------------------------- statements

    def block(self, body: list[ast.stmt], environment: Environment | None) -> Environment | None:
        """Follows statements; None as environment means that the place cannot be reached."""
        for statement in body:
            if environment is None:
                environment = {}  # Dead code is followed too: it has sites like any other.
            handler = _STATEMENTS.get(statement.__class__)
            if handler is not None:
                environment = handler(self, statement, environment)
            elif statement in self.hot:
                self._expressions_of(statement, environment)
        return environment

    def _expressions_of(self, node: ast.AST, environment: Environment) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.plain(child, environment, node)
            elif isinstance(child, ast.AST) and child in self.hot:
                self._expressions_of(child, environment)

    def expression_statement(self, node: ast.Expr, environment: Environment) -> Environment:
        if node in self.hot:
            self.value(node.value, environment, used=False)
        return environment

    def assign(self, node: ast.Assign, environment: Environment) -> Environment:
        value = self.value(node.value, environment) if node.value in self.hot else OTHER
        for target in node.targets:
            self._bind(target, value, environment, node.value)
        return environment

    def annotated(self, node: ast.AnnAssign, environment: Environment) -> Environment:
        if node.value is None:
            return environment
        value = self.value(node.value, environment) if node.value in self.hot else OTHER
        if value.is_query and "Query" in ast.unparse(node.annotation):
            self._kill(value, "Q-ESCAPES", f"the variable is annotated as a Query on line {node.lineno}")
        self._bind(node.target, value, environment, node.value)
        return environment

    def augmented(self, node: ast.AugAssign, environment: Environment) -> Environment:
        if node.value in self.hot:
            self.plain(node.value, environment, node)
        if isinstance(node.target, ast.Name):
            current = environment.get(node.target.id, OTHER)
            self._kill(current, "Q-UNKNOWN-METHOD", f"an augmented assignment on line {node.lineno}")
            environment[node.target.id] = OTHER
        elif node.target in self.hot:
            self.plain(node.target, environment, node)
        return environment

    def _bind(self, target: ast.expr, value: Value, environment: Environment, source: ast.expr) -> None:
        if isinstance(target, ast.Name):
            if value.is_query:
                value = self._storable(target, value)
            environment[target.id] = value
            return
        if isinstance(target, (ast.Tuple, ast.List)):
            if value.is_query:
                self._end(source, "iterate", value)
            elif isinstance(source, (ast.Tuple, ast.List)) and source in self.hot:
                pass
            for element in target.elts:
                self._bind(element.value if isinstance(element, ast.Starred) else element, OTHER, environment, source)
            return
        if value.is_query:
            self._escapes(value, target, f"is stored in {ast.unparse(target)}")
        if target in self.hot:
            self.plain(target, environment, target)

    def _storable(self, target: ast.Name, value: Value) -> Value:
        scope = self._scope
        if scope.kind == "module":
            self._kill(value, "Q-MODULE-LEVEL", f"the query object is kept in the module variable {target.id}")
            return OTHER
        if scope.kind != "function":
            self._escapes(value, target, f"is stored in {target.id}")
            return OTHER
        if target.id in scope.global_names or target.id in scope.nonlocal_names:
            self._escapes(value, target, f"is stored in the outer variable {target.id}")
            return OTHER
        if self._is_captured(target.id, scope):
            self._escapes(value, target, f"is captured by a nested function as {target.id}")
            return OTHER
        return value

    def _is_captured(self, name: str, scope: Scope) -> bool:
        """Whether a function in a scope uses its variable ``name``; what comprehensions use counts as used here."""
        key = scope.node, name
        if key not in self._captured:
            self._captured[key] = any(
                isinstance(node, ast.Name) and node.id == name and self._is_used_inside(node, scope)
                for node in self.context.scopes.nodes_near(scope.node)
            )
        return self._captured[key]

    def _is_used_inside(self, node: ast.Name, scope: Scope) -> bool:
        inner = self.context.scope(node)
        while inner is not scope and inner.kind == "comprehension" and inner.parent is not None:
            inner = inner.parent
        return inner is not scope and self.context.scopes.lookup(inner, node.id) is scope

    def definition(self, node: Any, environment: Environment) -> Environment:
        """A nested function or class: its decorators, defaults and bases run here, its body on its own."""
        if node not in self.hot:
            environment[node.name] = OTHER
            return environment
        if isinstance(node, ast.ClassDef):
            outside = [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]
        else:
            defaults = [*node.args.defaults, *(each for each in node.args.kw_defaults if each is not None)]
            outside = [*node.decorator_list, *defaults]
        for expression in outside:
            if expression in self.hot:
                self.plain(expression, environment, node)
        self._in_scope(node, node.body, self._parameters(node))
        environment[node.name] = OTHER
        return environment

    def _parameters(self, node: Any) -> Environment:
        """The queries that callers pass in, where every caller is known."""
        if isinstance(node, ast.ClassDef) or not self.helpers.arguments:
            return {}
        function = FunctionObject(self.context.path, self.context.scopes.inner_scope(node).qualname)
        return {
            name: value
            for (owner, name), value in self.helpers.arguments.items()
            if owner == function and not self._is_captured(name, self.context.scopes.inner_scope(node))
        }

    def if_(self, node: ast.If, environment: Environment) -> Environment | None:
        self._test(node.test, environment)
        then = self.block(node.body, dict(environment))
        otherwise = self.block(node.orelse, dict(environment))
        return self._meet(then, otherwise)

    def _test(self, node: ast.expr, environment: Environment) -> None:
        if node not in self.hot:
            return
        value = self.value(node, environment)
        if value.is_query:
            self._kill(value, "Q-TRUTHINESS", f"the query object itself is tested on line {node.lineno}")

    def for_(self, node: ast.For | ast.AsyncFor, environment: Environment) -> Environment | None:
        self._iterate(node.iter, environment)
        return self._loop(node, environment, [node.target])

    def while_(self, node: ast.While, environment: Environment) -> Environment | None:
        return self._loop(node, environment, [])

    def _loop(self, node: Any, environment: Environment, targets: list[ast.expr]) -> Environment | None:
        for _ in range(_MAX_ROUNDS):
            start = dict(environment)
            if isinstance(node, ast.While):
                self._test(node.test, start)
            for target in targets:
                self._bind(target, OTHER, start, target)
            leaving: list[Environment] = []
            self._loops.append(leaving)
            end = self.block(node.body, start)
            self._loops.pop()
            after = self._meet(environment, end)
            for each in leaving:
                after = self._meet(after, each)
            assert after is not None
            if after == environment:
                break
            environment = after
        else:
            for value in environment.values():
                self._kill(value, "Q-SHAPE", f"the loop of line {node.lineno} changes the query in too many ways")
        return self.block(node.orelse, environment) if node.orelse else environment

    def leave(self, node: ast.Break | ast.Continue, environment: Environment) -> None:
        if self._loops:
            self._loops[-1].append(dict(environment))

    def try_(self, node: Any, environment: Environment) -> Environment | None:
        """A handler may start after any statement of the body."""
        before: Environment | None = dict(environment)
        current: Environment | None = environment
        for statement in node.body:
            if current is None:
                current = {}
            current = self.block([statement], current)
            before = self._meet(before, dict(current) if current is not None else None)
        if current is not None:
            current = self.block(node.orelse, current)
        after = current
        for handler in node.handlers:
            start = dict(before or {})
            if handler.name:
                start[handler.name] = OTHER
            after = self._meet(after, self.block(handler.body, start))
        if node.finalbody:
            joined = self._meet(after, before) or {}
            ended = self.block(node.finalbody, dict(joined))
            return ended if after is not None else None
        return after

    def with_(self, node: ast.With | ast.AsyncWith, environment: Environment) -> Environment | None:
        for item in node.items:
            if item.context_expr in self.hot:
                self.plain(item.context_expr, environment, node)
            if item.optional_vars is not None:
                self._bind(item.optional_vars, OTHER, environment, item.context_expr)
        return self.block(node.body, environment)

    def match(self, node: ast.Match, environment: Environment) -> Environment | None:
        if node.subject in self.hot:
            self.plain(node.subject, environment, node)
        after: Environment | None = dict(environment)
        for case in node.cases:
            start = dict(environment)
            for child in ast.walk(case.pattern):
                name = getattr(child, "name", None) or getattr(child, "rest", None)
                if isinstance(name, str):
                    start[name] = OTHER
            if case.guard is not None:
                self._test(case.guard, start)
            after = self._meet(after, self.block(case.body, start))
        return after

    def return_(self, node: ast.Return, environment: Environment) -> None:
        if node.value is not None and node.value in self.hot:
            value = self.value(node.value, environment)
            self._returned(node, value)
        elif self._scope.kind == "function" and self.helpers.qualified:
            self._returned(node, OTHER)

    def _returned(self, node: ast.Return, value: Value) -> None:
        function = FunctionObject(self.context.path, self._scope.qualname)
        if self._scope.kind == "function" and function in self.helpers.qualified:
            self.helpers.returned(function, value)
            return
        if not value.is_query:
            return
        if self._scope.kind == "function" and function not in self.helpers.rejected:
            self.helpers.wanted.add(function)
        self._escapes(value, node, f"is returned by {function.name}()", function)

    def raise_(self, node: ast.Raise, environment: Environment) -> None:
        if node in self.hot:
            self._expressions_of(node, environment)

    def delete(self, node: ast.Delete, environment: Environment) -> Environment:
        for target in node.targets:
            if isinstance(target, ast.Name):
                environment[target.id] = UNBOUND
            elif target in self.hot:
                self.plain(target, environment, node)
        return environment

    def assert_(self, node: ast.Assert, environment: Environment) -> Environment:
        self._test(node.test, environment)
        if node.msg is not None and node.msg in self.hot:
            self.plain(node.msg, environment, node)
        return environment

    def _meet(self, left: Environment | None, right: Environment | None) -> Environment | None:
        if left is None or right is None:
            return left if right is None else right
        if left == right:
            return left
        joined: Environment = {}
        for name in left.keys() | right.keys():
            here, there = left.get(name), right.get(name)
            if here is None or there is None:
                missing = self._default(name)
                here, there = here or missing, there or missing
            joined[name] = here if here is there else join(here, there)
        return joined

    def _default(self, name: str) -> Value:
        """What a name holds that nothing here has bound yet: nothing, unless it is a parameter or somebody else's."""
        found = self._scope.bindings.get(name, ())
        if self._scope.kind == "function" and found and not any(each.kind == "parameter" for each in found):
            return UNBOUND
        return OTHER

    # ------------------------------------------------------------ expressions

    def plain(self, node: ast.expr, environment: Environment, at: ast.AST) -> None:
        """An expression in a place that takes no query."""
        if node not in self.hot:
            return
        value = self.value(node, environment)
        if value.is_query:
            self._escapes(value, node, _what_takes(at))

    def value(self, node: ast.expr, environment: Environment, *, used: bool = True) -> Value:
        """What an expression may be; records what is found inside it."""
        if node not in self.hot:
            return OTHER
        handler = _EXPRESSIONS.get(node.__class__)
        if handler is None:
            self._expressions_of(node, environment)
            return OTHER
        if handler is Flow.call:
            return self.call(node, environment, used)  # type: ignore[arg-type]
        found: Value = handler(self, node, environment)
        return found

    def name(self, node: ast.Name, environment: Environment) -> Value:
        if node.id not in environment or not isinstance(node.ctx, ast.Load):
            return OTHER
        value = environment[node.id]
        if value.is_query and (value.other or value.clash):
            code, why = (
                ("Q-SHAPE", "queries of different shape meet in")
                if value.clash
                else ("Q-MIXED", "something that is no query may be in")
            )
            self._kill(value, code, f"{why} {node.id} on line {node.lineno}")
            return OTHER
        return value

    def attribute(self, node: ast.Attribute, environment: Environment) -> Value:
        if node.attr == "query":
            head = heads_module.model_head(node, self.context) or heads_module.unknown_head(node, self.context)
            if head is not None:
                return self._start(head)
        elif node.attr in dynamic_names(self.context.project):
            head = dynamic_head(node, self._persistent_class(node.value), self.context)
            if head is not None:
                self.plain(node.value, environment, node)
                return self._start(head)
        helper = self.helpers.by_name(node.attr) if self.helpers.qualified else None
        if helper is not None and _is_property(self.context, helper) and isinstance(node.ctx, ast.Load):
            return self.helpers.returns.get(helper, OTHER)
        value = self.value(node.value, environment)
        if not value.is_query:
            return OTHER
        if node.attr == "statement":
            self.found.statement_attributes.add(node)
            self._end(node, "expression", value)
        elif node.attr in _HARMLESS_ATTRIBUTES:
            self._end(node.value, "expression", value)
        else:
            self._kill(value, "Q-UNKNOWN-METHOD", f"the attribute {node.attr} on line {node.lineno} is a Query's")
        return OTHER

    def _persistent_class(self, node: ast.expr) -> ClassObject | None:
        """The class of an object that came out of a query here, and only there."""
        value = self.context.local_value(node)
        ended = self.found.endings.get(value) if value is not None else None
        if ended is None or ended.kind != "terminal" or ended.value.statement is None:
            return None
        assert isinstance(value, ast.Call)
        assert isinstance(value.func, ast.Attribute)
        entity = ended.value.statement.entity
        return entity.cls if entity is not None and value.func.attr in PERSISTENT_ENDINGS else None

    def _start(self, head: Head) -> Value:
        source = self.context.syntax.source
        line, column = source.position(source.offset(head.node.lineno, head.node.col_offset))
        number = self.webs.number((self.context.path, line, column))
        self.found.numbers[head.node] = number
        self.found.heads[number] = head
        if head.statement is None:
            assert head.refusal is not None
            self.webs.refuse([number], head.refusal)
            return OTHER
        return Value(head.statement, frozenset({number}))

    def call(self, node: ast.Call, environment: Environment, used: bool = True) -> Value:
        function = node.func
        if isinstance(function, ast.Attribute):
            if function.attr == "query":
                head = heads_module.session_head(node, self.context)
                if head is not None:
                    self._arguments(node, environment, function.value)
                    return self._start(head)
            base = self.value(function.value, environment)
            if base.is_query:
                return self._method(node, function.attr, base, environment, used)
            if function.attr in _TAKES_QUERY or (function.attr in _SET_OPERATIONS and self._is_selectable(function)):
                for argument in node.args:
                    self._as_expression(argument, environment)
                return OTHER
            if function.attr == "extend" or (function.attr == "join" and isinstance(function.value, ast.Constant)):
                for argument in node.args:
                    self._iterate(argument, environment)
                return OTHER
        elif isinstance(function, ast.Name) and self._builtin(node, function.id, environment):
            return OTHER
        if not self.helpers.qualified and not self._takes_anything_hot(node):
            if not isinstance(function, ast.Attribute):
                self.plain(function, environment, node)
            return OTHER
        if self._set_operation(node, environment):
            return OTHER
        helper = self._callee(node)
        if helper is not None:
            self._pass_arguments(node, helper, environment)
            return self.helpers.returns.get(helper, OTHER) if helper in self.helpers.qualified else OTHER
        self._arguments(node, environment)
        return OTHER

    def _takes_anything_hot(self, node: ast.Call) -> bool:
        return any(each in self.hot for each in node.args) or any(each in self.hot for each in node.keywords)

    def _callee(self, node: ast.Call) -> FunctionObject | None:
        """The function of the project that is called, if it is known or the only one with that name."""
        found = self.context.resolve(node.func)
        if isinstance(found, FunctionObject):
            return found
        if isinstance(node.func, ast.Attribute) and not isinstance(found, External | ClassObject | Variable):
            return self.helpers.by_name(node.func.attr)
        return None

    def _pass_arguments(self, node: ast.Call, helper: FunctionObject, environment: Environment) -> None:
        names = _parameter_names(self.context, helper)
        skipped = 1 if names[:1] in (["self"], ["cls"]) and isinstance(node.func, ast.Attribute) else 0
        positional = dict(zip(range(len(node.args)), names[skipped:], strict=False))
        given = [(positional.get(place), argument) for place, argument in enumerate(node.args)]
        given += [(keyword.arg, keyword.value) for keyword in node.keywords]
        for name, argument in given:
            if isinstance(argument, ast.Starred):
                self._iterate(argument.value, environment)
                continue
            value = self.value(argument, environment)
            if name in names and helper in self.helpers.qualified:
                if value.is_query or (helper, name) in self.helpers.arguments:
                    self.helpers.passed(helper, str(name), value)
                continue
            if value.is_query:
                if name in names and helper not in self.helpers.rejected:
                    self.helpers.wanted.add(helper)
                self._escapes(value, node, f"is passed to {helper.name}()", helper)

    def _is_selectable(self, function: ast.Attribute) -> bool:
        """``tree.union_all(query)`` of a recursive CTE; ``union`` alone is a set's method too."""
        made = self.context.entity(function.value)
        return function.attr != "union" or (made is not None and made.kind is Kind.TABLE)

    def _builtin(self, node: ast.Call, name: str, environment: Environment) -> bool:
        if name not in _ITERATING and name not in _LISTING and name != "bool":
            return False
        if self.context.scopes.lookup(self.context.scope(node), name) is not None:
            return False
        for argument in node.args:
            if name == "bool":
                self._test(argument, environment)
            elif name in _LISTING:
                value = self.value(argument, environment)
                if value.is_query:
                    self._end(argument, "list", value)
            else:
                self._iterate(argument, environment)
        for keyword in node.keywords:
            self.plain(keyword.value, environment, node)
        return True

    def _set_operation(self, node: ast.Call, environment: Environment) -> bool:
        """``union_all(q1, q2)``: a Query goes in with labels ``table_column``, so every column must have its own
        label.
        """
        if self.context.sql_name(node.func) not in _SET_OPERATIONS:
            return False
        for argument in node.args:
            value = self.value(argument, environment)
            if value.statement is None:
                continue
            if all(".label(" in entity.text for entity in value.statement.entities) and not value.clash:
                self._end(argument, "expression", value)
            else:
                self._kill(value, "Q-UNION", f"union() of columns without labels of their own (line {node.lineno})")
        return True

    def _arguments(self, node: ast.Call, environment: Environment, *others: ast.expr) -> None:
        if not others and not isinstance(node.func, ast.Attribute):
            self.plain(node.func, environment, node)
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                self._iterate(argument.value, environment)
            else:
                self.plain(argument, environment, node)
        for keyword in node.keywords:
            self._keyword(node, keyword, environment)

    def _keyword(self, node: ast.Call, keyword: ast.keyword, environment: Environment) -> None:
        value = keyword.value
        is_factory = keyword.arg == "query_factory" and ast.unparse(node.func).rpartition(".")[2] in _QUERY_FIELDS
        if is_factory and isinstance(value, ast.Lambda) and value in self.hot:
            result = self.value(value.body, {})
            if result.is_query:
                self._end(value.body, "list", result)
            return
        if value in self.hot and keyword.arg is not None and self._template(node):
            result = self.value(value, environment)
            if result.is_query and iterated_once(
                self.context.project, self.context.path, self._template(node), keyword.arg
            ):
                self._end(value, "list", result)
            elif result.is_query:
                self._escapes(result, value, _what_takes(node))
            return
        self.plain(value, environment, node)

    def _template(self, node: ast.Call) -> str:
        """The name of the template in ``render_template("name", ...)``; empty for any other call."""
        if self.context.resolve(node.func) != External("flask.render_template") or len(node.args) != 1:
            return ""
        name = node.args[0]
        return name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else ""

    def _method(self, node: ast.Call, name: str, base: Value, environment: Environment, used: bool) -> Value:
        for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
            if name in _SET_OPERATIONS:
                other = self.value(argument, environment)
                self._kill(other, "Q-UNION", f"a union of queries (line {node.lineno})")
                continue
            self._as_expression(argument.value if isinstance(argument, ast.Starred) else argument, environment)
        assert base.statement is not None
        if name in TERMINALS:
            self._end(node, "terminal", base, used)
            return OTHER
        if name in ("subquery", "cte", "label", "scalar_subquery", "as_scalar", "exists"):
            self._record_link(node, base)
            return self._selectable(node, name, base)
        rule = LINKS.get(name)
        if rule is None:
            self._kill(base, "Q-UNKNOWN-METHOD", f"{name}() on line {node.lineno} is not a method of a stock Query")
            return OTHER
        self._record_link(node, base)
        step = rule(base.statement, node, self.context)
        if isinstance(step, Refusal):
            self._kill(base, step.code, f"{step.message} (line {node.lineno})")
            return OTHER
        self.found.steps[node] = (base.statement, step)
        return Value(step.statement, base.heads, base.other, base.clash)

    def _selectable(self, node: ast.Call, name: str, base: Value) -> Value:
        if any(keyword.arg == "with_labels" for keyword in node.keywords):
            self._kill(base, "Q-UNKNOWN-METHOD", f"subquery(with_labels=...) on line {node.lineno}")
        assert base.statement is not None
        changes_rows = base.statement.distinct or base.statement.replaced or not of_one_element(base.statement.entities)
        if name == "exists" and (changes_rows or any(each.aggregate for each in base.statement.entities)):
            # A Query asks for SELECT 1 from its first entity: neither how many rows there are nor where they come from
            # depends on the rest of the SELECT list.
            self._kill(
                base, "Q-UNKNOWN-METHOD", f"exists() of such a query on line {node.lineno}: it asks for SELECT 1"
            )
        if name in ("subquery", "cte") and repeated_label(base.statement):
            self._kill(base, "Q-LEGACY-RAISES", f"{name}() with a label twice on line {node.lineno}")
        if base.statement.from_statement or base.statement.yield_per:
            self._kill(base, "Q-UNKNOWN-METHOD", f"{name}() of this query on line {node.lineno}")
        self._end(node, "selectable", base)
        return OTHER

    def _record_link(self, node: ast.Call, base: Value) -> None:
        before = self.found.links.get(node)
        self.found.links[node] = base if before is None else join(before, base)
        self.webs.unite(self.found.links[node].heads)

    def _end(self, node: ast.AST, kind: str, value: Value, used: bool = True) -> None:
        before = self.found.endings.get(node)
        merged = value if before is None else join(before.value, value)
        self.found.endings[node] = Ended(kind, merged, used)
        self.webs.unite(merged.heads)
        if merged.clash:
            self._kill(merged, "Q-SHAPE", f"queries of different shape end on line {getattr(node, 'lineno', 0)}")

    def _as_expression(self, node: ast.expr, environment: Environment) -> None:
        """A place that takes a query as SQL: it takes the select() just so."""
        if node not in self.hot:
            return
        value = self.value(node, environment)
        if value.is_query:
            self._end(node, "expression", value)

    def _iterate(self, node: ast.expr, environment: Environment) -> None:
        if node not in self.hot:
            return
        value = self.value(node, environment)
        if value.is_query:
            self._end(node, "iterate", value)

    def subscript(self, node: ast.Subscript, environment: Environment) -> Value:
        value = self.value(node.value, environment)
        self.plain(node.slice, environment, node)
        if value.is_query:
            self._end(node, "index", value)
        return OTHER

    def conditional(self, node: ast.IfExp, environment: Environment) -> Value:
        self._test(node.test, environment)
        result = join(self.value(node.body, environment), self.value(node.orelse, environment))
        if result.is_query and (result.other or result.clash):
            self._kill(result, "Q-SHAPE", f"the branches on line {node.lineno} give different things")
            return OTHER
        return result

    def boolean(self, node: ast.BoolOp, environment: Environment) -> Value:
        for operand in node.values:
            self._test(operand, environment)
        return OTHER

    def unary(self, node: ast.UnaryOp, environment: Environment) -> Value:
        if isinstance(node.op, ast.Not):
            self._test(node.operand, environment)
        else:
            self.plain(node.operand, environment, node)
        return OTHER

    def compare(self, node: ast.Compare, environment: Environment) -> Value:
        operands = [node.left, *node.comparators]
        for place, operand in enumerate(operands):
            operator = node.ops[place - 1] if place else node.ops[0]
            if place and isinstance(operator, (ast.In, ast.NotIn)):
                self._iterate(operand, environment)
            elif isinstance(operator, (ast.Is, ast.IsNot)):
                value = self.value(operand, environment)
                if value.is_query:
                    self._end(operand, "expression", value)
            elif isinstance(operator, (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)):
                self._as_expression(operand, environment)
            else:
                self.plain(operand, environment, node)
        return OTHER

    def comprehension(self, node: Any, environment: Environment) -> Value:
        inner = dict(environment)
        for generator in node.generators:
            self._iterate(generator.iter, inner)
            for name in ast.walk(generator.target):
                if isinstance(name, ast.Name):
                    inner[name.id] = OTHER
            for condition in generator.ifs:
                self._test(condition, inner)
        for part in [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]:
            self.plain(part, inner, node)
        return OTHER

    def starred(self, node: ast.Starred, environment: Environment) -> Value:
        self._iterate(node.value, environment)
        return OTHER

    def yield_from(self, node: ast.YieldFrom, environment: Environment) -> Value:
        self._iterate(node.value, environment)
        return OTHER

    def walrus(self, node: ast.NamedExpr, environment: Environment) -> Value:
        value = self.value(node.value, environment)
        if value.is_query:
            self._escapes(value, node, "is assigned inside an expression")
        environment[node.target.id] = OTHER
        return OTHER

    def lambda_(self, node: ast.Lambda, environment: Environment) -> Value:
        for default in [*node.args.defaults, *(each for each in node.args.kw_defaults if each is not None)]:
            self.plain(default, environment, node)
        if node.body in self.hot:
            value = self.value(node.body, {})
            if value.is_query:
                self._escapes(value, node.body, "is returned by a lambda")
        return OTHER

    # ---------------------------------------------------------------- verdicts

    def _kill(self, value: Value, code: str, message: str, helper: FunctionObject | None = None) -> None:
        self.webs.unite(value.heads)
        if any(self.webs.places[head][0] != self.context.path for head in value.heads):
            message = f"{message} of {self.context.path}"
        self.webs.refuse(value.heads, Refusal(code, message, helper))

    def _escapes(self, value: Value, node: ast.AST, how: str, helper: FunctionObject | None = None) -> None:
        code = "Q-TEMPLATE" if "render_template" in how else "Q-ESCAPES"
        self._kill(value, code, f"the query object {how} on line {getattr(node, 'lineno', 0)}", helper)


def _what_takes(at: ast.AST) -> str:
    if isinstance(at, ast.Call):
        return f"is passed to {ast.unparse(at.func)[:60]}()"
    if isinstance(at, (ast.Yield, ast.Await)):
        return "is yielded"
    if isinstance(at, (ast.Dict, ast.List, ast.Tuple, ast.Set)):
        return "is stored in a collection"
    return "is used as a plain value"


def _parameter_names(context: Expressions, function: FunctionObject) -> list[str]:
    facts = context.project.facts(function.path)
    definition = facts.functions.get(function.qualname) if facts is not None else None
    if definition is None:
        return []
    return [each.name for each in definition.parameters if each.kind in ("positional", "any", "keyword")]


def _is_property(context: Expressions, function: FunctionObject) -> bool:
    facts = context.project.facts(function.path)
    definition = facts.functions.get(function.qualname) if facts is not None else None
    return definition is not None and ("name", "property") in definition.decorators


_STATEMENTS: dict[type[ast.AST], Callable[..., Environment | None]] = {
    ast.Expr: Flow.expression_statement,
    ast.Assign: Flow.assign,
    ast.AnnAssign: Flow.annotated,
    ast.AugAssign: Flow.augmented,
    ast.FunctionDef: Flow.definition,
    ast.AsyncFunctionDef: Flow.definition,
    ast.ClassDef: Flow.definition,
    ast.If: Flow.if_,
    ast.For: Flow.for_,
    ast.AsyncFor: Flow.for_,
    ast.While: Flow.while_,
    ast.Break: Flow.leave,
    ast.Continue: Flow.leave,
    ast.Try: Flow.try_,
    ast.TryStar: Flow.try_,
    ast.With: Flow.with_,
    ast.AsyncWith: Flow.with_,
    ast.Match: Flow.match,
    ast.Return: Flow.return_,
    ast.Raise: Flow.raise_,
    ast.Delete: Flow.delete,
    ast.Assert: Flow.assert_,
}

_EXPRESSIONS: dict[type[ast.AST], Callable[..., Value]] = {
    ast.Name: Flow.name,
    ast.Attribute: Flow.attribute,
    ast.Call: Flow.call,
    ast.Subscript: Flow.subscript,
    ast.IfExp: Flow.conditional,
    ast.BoolOp: Flow.boolean,
    ast.UnaryOp: Flow.unary,
    ast.Compare: Flow.compare,
    ast.ListComp: Flow.comprehension,
    ast.SetComp: Flow.comprehension,
    ast.DictComp: Flow.comprehension,
    ast.GeneratorExp: Flow.comprehension,
    ast.Starred: Flow.starred,
    ast.YieldFrom: Flow.yield_from,
    ast.NamedExpr: Flow.walrus,
    ast.Lambda: Flow.lambda_,
}
