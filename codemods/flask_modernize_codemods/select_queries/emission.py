"""From the records of the flow to new text: one edit per outermost expression, one group per web of queries."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from flask_modernize.project.databases import Database
from flask_modernize.project.objects import Variable
from flask_modernize.rewriting.edits import Edit, ImportNeed
from flask_modernize.rewriting.expressions import PLACEHOLDER, ChainError, Layout, LinkChange, rebuild_chain
from flask_modernize_codemods.select_queries import rows
from flask_modernize_codemods.select_queries.heads import Head
from flask_modernize_codemods.select_queries.links import KEEP, LINKS, Change
from flask_modernize_codemods.select_queries.statement import Refusal, Statement
from flask_modernize_codemods.select_queries.terminals import TERMINALS, Ending, indexed, iterate, listed

if TYPE_CHECKING:
    from flask_modernize.sources import SourceFile
    from flask_modernize_codemods.select_queries.expressions import Expressions
    from flask_modernize_codemods.select_queries.flow import Ended, FileFlow
    from flask_modernize_codemods.select_queries.webs import Webs

_MARK = re.compile("\x01([0-9]+)([\x02\x03])")
_PRAGMA = re.compile(r"#.*\b(noqa|pylint|type:|nosec|pragma|fmt:)")
_SHORT, _USUAL, _LONG = 79, 88, 120
_ENOUGH_LINES = 50
_LEAST, _LEAST_AMONG_OTHERS = 40, 60
"""Columns that an expression must have to be broken, alone on its line and beside others."""
_KEEP_ENDING = Ending("{statement}")


@dataclass(slots=True)
class Ladder:
    """A chain in the source: ``base`` (a head or a variable), its links, and how it ends.

    ``node`` is the whole expression; ``steps`` are the calls and subscripts above the base, innermost first, the
    terminal included; ``changes`` has one entry for each.
    """

    node: ast.expr
    base: ast.expr
    head: Head | None
    steps: list[ast.expr]
    changes: list[Change]
    ending: Ending
    statement: Statement
    web: int


@dataclass(frozen=True, slots=True)
class SiteEdit:
    """The edit of one outermost expression, the webs that it touches, and the statement that it stands in."""

    edit: Edit
    webs: frozenset[int]
    statement: tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class FileEdits:
    edits: list[SiteEdit] = field(default_factory=list)
    needs: dict[int, frozenset[ImportNeed]] = field(default_factory=dict)
    """Web -> the imports that its new code in this file needs."""

    def renumbered(self, start: int) -> FileEdits:
        """The same where the numbers of all webs are higher by ``start``."""
        edits = [replace(each, webs=frozenset(start + web for web in each.webs)) for each in self.edits]
        return FileEdits(edits, {start + web: needs for web, needs in self.needs.items()})


class Emission:
    """Writes one file anew. ``run`` is used once."""

    def __init__(self, context: Expressions, flow: FileFlow, webs: Webs, line_length: int) -> None:
        self.context = context
        self.flow = flow
        self.webs = webs
        self._line_length = line_length
        self.source = context.syntax.source
        self.ladders: dict[ast.AST, Ladder] = {}
        self.failed: dict[int, Refusal] = {}
        self._inside: frozenset[ast.AST] = frozenset()
        self._starts: Counter[int] = Counter()
        self._owners: dict[int, list[ast.expr]] = {}
        for number, head in sorted(flow.heads.items()):
            if not head.is_call:
                self._owners.setdefault(webs.web(number), []).append(head.owner)
        self.needs: dict[int, set[ImportNeed]] = {}
        self._texts: dict[ast.AST, str] = {}

    def run(self) -> FileEdits:
        """The edits of this file for every web that is not refused; :class:`WebsRefused` when some have to be."""
        self._plan_imports()
        self.ladders = self._make_ladders()
        edits = self._edits() if not self.failed else []
        if self.failed:
            raise WebsRefused(self.failed)
        return FileEdits(edits, {web: frozenset(needs) for web, needs in self.needs.items()})

    @property
    def line_length(self) -> int:
        """The configured length of lines, or that which the file keeps to."""
        if not self._line_length:
            self._line_length = _usual_length(self.source)
        return self._line_length

    def _plan_imports(self) -> None:
        """Finds the module-level import of each database first, so that every query of the file can use it."""
        for number, head in sorted(self.flow.heads.items()):
            if head.statement is not None and not head.is_call and self._alive(frozenset({number})):
                origin = head.statement.session.variable or head.statement.session.database
                if origin is not None:
                    self.context.naming.database(origin, head.node, head.owner)

    def _alive(self, heads: frozenset[int]) -> bool:
        return not any(self.webs.is_refused(head) for head in heads)

    # ---------------------------------------------------------------- ladders

    def _make_ladders(self) -> dict[ast.AST, Ladder]:
        made: dict[ast.AST, Ladder] = {}
        used: set[ast.AST] = set()
        for node, ended in self.flow.endings.items():
            if self._alive(ended.value.heads):
                try:
                    ladder = self._ladder(node, ended, used)
                except WebRefused as error:
                    self.failed.setdefault(error.web, error.refusal)
                    continue
                if ladder is not None:
                    made[node] = ladder
        if self.failed:
            return made
        for link, value in self.flow.links.items():
            if link not in used and self._alive(value.heads) and not self._continues(link, used):
                try:
                    ladder = self._open_ladder(link, used)
                except WebRefused as error:
                    self.failed.setdefault(error.web, error.refusal)
                    continue
                made[ladder.node] = ladder
        for head_node, number in self.flow.numbers.items():
            if head_node not in used and self._alive(frozenset({number})):
                made[head_node] = self._open_ladder(head_node, used)
        return made

    def _continues(self, link: ast.AST, used: set[ast.AST]) -> bool:
        """Whether another link or ending stands directly on this one: then it belongs to that chain."""
        parent = self.context.scopes.parent(link)
        call = self.context.scopes.parent(parent) if parent is not None else None
        return isinstance(parent, ast.Attribute) and call in self.flow.links and call not in used

    def _open_ladder(self, node: ast.AST, used: set[ast.AST]) -> Ladder:
        """A chain that ends in nothing: it is assigned, or used as SQL."""
        number = min(self.flow.links[node].heads) if node in self.flow.links else self.flow.numbers[node]
        return self._climb(node, [], _KEEP_ENDING, self._statement_at(node), self.webs.web(number), used)

    def _statement_at(self, node: ast.AST) -> Statement:
        if node in self.flow.links:
            statement = self.flow.links[node].statement
        else:
            statement = self.flow.heads[self.flow.numbers[node]].statement
        assert statement is not None
        return statement

    def _ladder(self, node: ast.AST, ended: Ended, used: set[ast.AST]) -> Ladder | None:
        statement = ended.value.statement
        assert statement is not None
        web = self.webs.web(min(ended.value.heads))
        ending = self._ending(node, ended, statement, web)
        if ended.kind == "terminal":
            assert isinstance(node, ast.Call)
            return self._climb(node, [node], ending, statement, web, used)
        if ended.kind == "index":
            assert isinstance(node, ast.Subscript)
            return self._climb(node, [node], ending, statement, web, used)
        if ended.kind == "expression" and node in self.flow.statement_attributes:
            assert isinstance(node, ast.Attribute)
            return self._climb(node, [node], ending, statement, web, used)
        if ended.kind in ("expression", "selectable") and self._is_variable(node):
            return None
        return self._climb(node, [], ending, statement, web, used)

    def _is_variable(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name)

    def _ending(self, node: ast.AST, ended: Ended, statement: Statement, web: int) -> Ending:
        answer: Ending | Refusal
        if ended.kind == "terminal":
            assert isinstance(node, ast.Call)
            assert isinstance(node.func, ast.Attribute)
            if self._base_of(node) not in self.flow.numbers:
                statement = replace(statement, elsewhere=True)
            answer = TERMINALS[node.func.attr](statement, node, self.context, ended.used)
        elif ended.kind == "index":
            assert isinstance(node, ast.Subscript)
            answer = indexed(statement, node.slice, self.context)
        elif ended.kind == "iterate":
            answer = iterate(statement, self.context)
        elif ended.kind == "list":
            answer = listed(statement, self.context)
        else:
            answer = _KEEP_ENDING
        if not isinstance(answer, Refusal) and ended.kind in ("terminal", "iterate", "list", "index"):
            assert isinstance(node, ast.expr)
            answer = rows.refusal(statement, node, self.context) or answer
        if isinstance(answer, Refusal):
            line = getattr(node, "lineno", 0)
            raise WebRefused(web, Refusal(answer.code, f"{answer.message} (line {line})"))
        return answer

    def _base_of(self, node: ast.expr) -> ast.expr:
        current = _below(node)
        while current in self.flow.links:
            current = _below(current)
        return current

    def _climb(
        self,
        node: ast.AST,
        consumed: list[ast.expr],
        ending: Ending,
        statement: Statement,
        web: int,
        used: set[ast.AST],
    ) -> Ladder:
        """Walks down from the end of a chain to its base."""
        assert isinstance(node, ast.expr)
        steps: list[ast.expr] = []
        changes: list[Change] = []
        current: ast.expr = node
        if consumed:
            steps.append(node)
            changes.append(Change(drop=True))
            used.add(node)
            current = _below(node)
        while current in self.flow.links:
            assert isinstance(current, ast.Call)
            assert isinstance(current.func, ast.Attribute)
            steps.append(current)
            changes.append(self._change(current, web))
            used.add(current)
            current = current.func.value
        head = None
        if current in self.flow.numbers:
            head = self.flow.heads[self.flow.numbers[current]]
            used.add(current)
        steps.reverse()
        changes.reverse()
        if head is None:
            # The SELECT list of a query that is built elsewhere can only be replaced where it is used.
            changes = [Change(rename="with_only_columns") if change.head else change for change in changes]
        ladder = Ladder(node, current, head, steps, changes, ending, statement, web)
        if ending.head in ("entity", "delete", "update") and head is None:
            raise WebRefused(web, Refusal("Q-SHAPE", f"the query of line {node.lineno} is built elsewhere"))
        return ladder

    def _change(self, link: ast.Call, web: int) -> Change:
        assert isinstance(link.func, ast.Attribute)
        rule = LINKS.get(link.func.attr)
        if rule is None:
            if link.func.attr == "as_scalar":
                return Change(rename="scalar_subquery")
            return KEEP
        statement = self.flow.links[link].statement
        assert statement is not None
        followed = self.flow.steps.get(link)
        if followed is not None and followed[0] is statement:
            return followed[1].change
        step = rule(statement, link, self.context)
        if isinstance(step, Refusal):
            raise WebRefused(web, Refusal(step.code, f"{step.message} (line {link.lineno})"))
        return step.change

    # ------------------------------------------------------------------- text

    def _edits(self) -> list[SiteEdit]:
        """One edit per ladder that is not inside another one, with the webs that it touches."""
        found = []
        self._texts.clear()
        self.needs.clear()
        order = sorted(self.ladders.values(), key=lambda ladder: _place(ladder.node))
        self._inside = _inside_others(order)
        self._starts = Counter(ladder.node.lineno for ladder in order if ladder.node not in self._inside)
        for ladder in order:
            if ladder.node in self._inside:
                continue
            node = ladder.node
            webs: set[int] = set()
            try:
                text, start, stop = self._whole(ladder, webs)
            except WebRefused as error:
                self.failed.setdefault(error.web, error.refusal)
                continue
            if start < stop:
                edit = Edit(self.context.path, start, stop, self.source.encode(text))
                found.append(SiteEdit(edit, frozenset(webs), self._statement_lines(node)))
        return found

    def _whole(self, ladder: Ladder, webs: set[int]) -> tuple[str, int, int]:
        start, stop = self._span(ladder.node)
        if ladder.ending.template != "{statement}" and self._is_broken(ladder):
            start, stop = self._with_parentheses(ladder.node, start, stop)
        return self._render(ladder, webs, start, stop), start, stop

    def _is_broken(self, ladder: Ladder) -> bool:
        return ladder.node.lineno != ladder.node.end_lineno

    def _span(self, node: ast.AST) -> tuple[int, int]:
        return (
            self.source.offset(node.lineno, node.col_offset),  # type: ignore[attr-defined]
            self.source.offset(node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
        )

    def _with_parentheses(self, node: ast.expr, start: int, stop: int) -> tuple[int, int]:
        """The span with the grouping parentheses directly around it: the new text brings its own."""
        first = max(1, node.lineno - 10)
        last = min(self.source.line_count, (node.end_lineno or node.lineno) + 10)
        before = self.source.text(self.source.line_span(first)[0], start)
        after = self.source.text(stop, self.source.line_span(last)[1])
        opening = re.search(r"(=|\breturn|\bin|\bif|[,(\[]|\byield)\s*(\(\s*)$", before)
        closing = re.match(r"\s*\)", after)
        if opening is None or closing is None:
            return start, stop
        if re.search(r"\w\s*$", before[: opening.start(2)]) and opening.group(1) not in ("return", "in", "if", "yield"):
            return start, stop
        return start - len(self.source.encode(opening.group(2))), stop + len(self.source.encode(closing.group(0)))

    def _among_others(self, ladder: Ladder) -> bool:
        """Whether several queries start on this line: breaking short ones helps nobody."""
        return self._starts[ladder.node.lineno] > 1

    def _in_string(self, node: ast.AST) -> bool:
        """Whether the expression stands inside an f-string: its text has to stay on one line."""
        return any(isinstance(each, ast.JoinedStr) for each in self.context.scopes.ancestors(node))

    def _check_string(self, ladder: Ladder, text: str) -> None:
        """Refuses what an f-string could not hold, or whose place Python does not tell right (before 3.12)."""
        old = self.source.text(*self._span(ladder.node))
        try:
            same = ast.dump(ast.parse(old, mode="eval").body) == ast.dump(ladder.node)
        except SyntaxError:
            same = False
        if not same or any(character in text for character in "\n\\'\"#{}"):
            raise WebRefused(ladder.web, Refusal("Q-LAYOUT", "the query stands inside an f-string"))

    def _render(self, ladder: Ladder, webs: set[int], start: int, stop: int, *, nested: bool = False) -> str:
        webs.add(ladder.web)
        position_line, position_column = self.source.position(start)
        line_start, line_end = self.source.line_span(position_line)
        line = self.source.text(line_start, line_end)
        _, last_end = self.source.line_span(self.source.position(stop)[0])
        trailing = len(self.source.text(stop, last_end).rstrip("\n"))
        indent = line[: len(line) - len(line.lstrip())]
        one_line = ladder.node.lineno == ladder.node.end_lineno
        pragma = one_line and _PRAGMA.search(self.source.text(stop, last_end)) is not None
        in_string = self._in_string(ladder.node)
        layout = Layout(
            indent=indent,
            column=position_column - 1,
            trailing=trailing,
            line_length=sys.maxsize if nested or pragma or in_string else self.line_length,
            step="\t" if indent.endswith("\t") else "    ",
            least=_LEAST_AMONG_OTHERS if self._among_others(ladder) else _LEAST,
        )
        source = self._text_between(ladder, webs)
        is_untouched = not in_string and source == self.source.text(*self._span(ladder.node))
        try:
            text = rebuild_chain(
                source,
                self._base(ladder, webs),
                [
                    self._link(change, ladder, step, webs)
                    for step, change in zip(ladder.steps, ladder.changes, strict=True)
                ],
                ladder.ending.suffix and self._fill(ladder.ending.suffix, ladder, webs),
                self._fill(ladder.ending.template, ladder, webs).replace("{statement}", PLACEHOLDER),
                layout,
                ladder.node if is_untouched else None,
            )
        except ChainError as error:
            raise WebRefused(ladder.web, Refusal("Q-LAYOUT", str(error)[:120])) from error
        if in_string:
            self._check_string(ladder, text)
        return text

    def _text_between(self, ladder: Ladder, webs: set[int]) -> str:
        """The chain's own text, with what is rewritten inside its arguments rewritten."""
        own = {ladder.node, ladder.base, *ladder.steps}
        roots: list[ast.AST] = []
        for step in ladder.steps:
            if isinstance(step, ast.Call):
                roots += [*step.args, *step.keywords]
            elif isinstance(step, ast.Subscript):
                roots.append(step.slice)
        if ladder.head is not None and ladder.head.is_call and isinstance(ladder.base, ast.Call):
            roots += [*ladder.base.args, *ladder.base.keywords]
        elif ladder.head is None:
            roots += ast.iter_child_nodes(ladder.base)
        return self._spliced(ladder.node, roots, own, webs)

    def _spliced(self, node: ast.AST, roots: Sequence[ast.AST], own: Set[ast.AST], webs: set[int]) -> str:
        start, stop = self._span(node)
        replaced = []
        for root in roots:
            for inner in self._inner_ladders(root):
                if inner.node in own and inner.node is not root:
                    continue
                inner_start, inner_stop = self._span(inner.node)
                replaced.append(
                    (inner_start, inner_stop, self._render(inner, webs, inner_start, inner_stop, nested=True))
                )
        text = ""
        place = start
        for inner_start, inner_stop, new in sorted(replaced):
            text += self.source.text(place, inner_start) + new
            place = inner_stop
        return text + self.source.text(place, stop)

    def _inner_ladders(self, node: ast.AST) -> list[Ladder]:
        """The outermost ladders at or below a node."""
        if node in self.ladders:
            return [self.ladders[node]]
        return [found for child in ast.iter_child_nodes(node) for found in self._inner_ladders(child)]

    def text_of(self, node: ast.AST, webs: set[int]) -> str:
        """The text of any expression, rewritten where something in it is."""
        return self._spliced(node, [node], set(), webs)

    def _fill(self, template: str, ladder: Ladder, webs: set[int]) -> str:
        """Puts names and argument texts into a template; ``{statement}`` stays."""
        text = template
        if "{session}" in text:
            text = text.replace("{session}", self._session(ladder))
        if "{db}" in text:
            text = text.replace("{db}", self._database(ladder))
        if "{with_parent}" in text:
            text = text.replace("{with_parent}", self._sql("with_parent", ladder))
        for name in ladder.ending.functions:
            if "{" + name + "}" in text:
                text = text.replace("{" + name + "}", self._sql(name, ladder))
        return _MARK.sub(lambda found: self._marked_text(found, webs), text)

    def _marked_text(self, found: re.Match[str], webs: set[int]) -> str:
        node = self.context.marked(int(found.group(1)))
        if found.group(2) == "\x03":
            if isinstance(node, ast.Tuple):
                return self.text_of(node, webs)[1:-1].strip().rstrip(",")
            assert isinstance(node, ast.Call)
            return self._arguments_text(node, webs).strip().rstrip(",")
        return self.text_of(node, webs)

    def _link(self, change: Change, ladder: Ladder, step: ast.expr, webs: set[int]) -> LinkChange:
        if change.drop or change.head or ladder.ending.head == "entity":
            return LinkChange(drop=True)
        if ladder.ending.skip_order and _method(step) in ("order_by", "options"):
            return LinkChange(drop=True)
        arguments = change.arguments
        if change.target is not None:
            assert isinstance(step, ast.Call)
            arguments = ", ".join(self._criterion(change.target, keyword, webs) for keyword in step.keywords)
        elif arguments is not None:
            arguments = self._fill(arguments, ladder, webs)
        return LinkChange(rename=change.rename, arguments=arguments)

    def _criterion(self, target: str, keyword: ast.keyword, webs: set[int]) -> str:
        if isinstance(keyword.value, ast.Constant) and keyword.value.value is None:
            return f"{target}.{keyword.arg}.is_(None)"
        text = self.text_of(keyword.value, webs)
        if isinstance(keyword.value, (ast.BoolOp, ast.Compare, ast.IfExp, ast.Lambda, ast.NamedExpr, ast.BinOp)):
            text = f"({text})"
        return f"{target}.{keyword.arg} == {text}"

    # ------------------------------------------------------------------ heads

    def _base(self, ladder: Ladder, webs: set[int]) -> str | None:
        """What the head becomes; None keeps the base (a variable already holds a select())."""
        ending = ladder.ending
        if ladder.head is None:
            if ending.head == "count":
                raise WebRefused(ladder.web, Refusal("Q-SHAPE", "a count of a query that is built elsewhere"))
            return None
        entities = self._entities_text(ladder, webs)
        if ending.head == "entity":
            return entities
        if ending.head == "count":
            return f"{self._sql('select', ladder)}({self._sql('func', ladder)}.count()).select_from({entities})"
        base = f"{self._sql(ending.head, ladder)}({entities})"
        if ladder.head.criterion:
            criterion = ladder.head.criterion.replace("{with_parent}", self._sql("with_parent", ladder))
            base += ".where" + self._fill(criterion, ladder, webs)
        return base

    def _entities_text(self, ladder: Ladder, webs: set[int]) -> str:
        moved = next((step for step, change in zip(ladder.steps, ladder.changes, strict=True) if change.head), None)
        if moved is not None:
            assert isinstance(moved, ast.Call)
            return self._arguments_text(moved, webs)
        assert ladder.head is not None
        if ladder.head.is_call:
            assert isinstance(ladder.head.node, ast.Call)
            return self._arguments_text(ladder.head.node, webs)
        assert ladder.head.statement is not None
        return ladder.head.statement.entities[0].text

    def _arguments_text(self, call: ast.Call, webs: set[int]) -> str:
        """What stands between the parentheses of a call, comments and line breaks included."""
        text = self._spliced(call, [*call.args, *call.keywords], set(), webs)
        _function_start, function_stop = self._span(call.func)
        start, _ = self._span(call)
        skipped = len(self.source.text(start, function_stop))
        inner = text[skipped:].lstrip()
        assert inner.startswith("(")
        assert inner.endswith(")")
        return inner[1:-1] if "\n" in inner else inner[1:-1].strip().rstrip(",")

    # ------------------------------------------------------------------ names

    def _session(self, ladder: Ladder) -> str:
        if ladder.head is not None and ladder.head.is_call:
            return self.source.text(*self._span(ladder.head.owner))
        session = ladder.statement.session
        if session.variable is not None:
            return self._named(session.variable, ladder)
        if session.text:
            if session.path == self.context.path and self._same_place(session.text, ladder):
                return session.text
            raise WebRefused(
                ladder.web,
                Refusal("Q-UNKNOWN-SESSION", f"the session {session.text} has another name where the query ends"),
            )
        return self._database(ladder) + ".session"

    def _same_place(self, text: str, ladder: Ladder) -> bool:
        """Whether the text of the session at the heads is still good where the query ends: nothing binds it between."""
        name = text.partition(".")[0].partition("(")[0]
        scope = self.context.scope(ladder.node)
        owner = self.context.scopes.lookup(scope, name)
        if owner is None:
            return False
        bindings = owner.bindings.get(name, ())
        if len(bindings) == 1:
            return True
        heads = [head.node for number, head in self.flow.heads.items() if self.webs.web(number) == ladder.web]
        if any(self.context.scopes.lookup(self.context.scope(head), name) is not owner for head in heads):
            return False
        first, last = min(head.lineno for head in heads), ladder.node.end_lineno or ladder.node.lineno
        return not any(first <= getattr(each.node, "lineno", first) <= last for each in bindings)

    def _database(self, ladder: Ladder) -> str:
        if ladder.head is not None and ladder.head.is_call:
            text = self.source.text(*self._span(ladder.head.owner))
            if text.endswith(".session"):
                return text.removesuffix(".session")
        database = ladder.statement.session.database
        if database is None:
            raise WebRefused(ladder.web, Refusal("Q-UNKNOWN-SESSION", "the session is not Flask-SQLAlchemy's"))
        return self._named(database, ladder)

    def _named(self, origin: Database | Variable, ladder: Ladder) -> str:
        """The text for a database or session variable where the query ends; notes the import that it needs."""
        for model in (*self._owners.get(ladder.web, ()), None):
            named = self.context.naming.database(origin, ladder.node, model)
            if named is not None:
                if named[1] is not None:
                    self.needs.setdefault(ladder.web, set()).add(named[1])
                return named[0]
        name = origin.variable.name if isinstance(origin, Database) else origin.name
        place = f"{self.context.path}:{ladder.node.lineno}"
        raise WebRefused(
            ladder.web,
            Refusal("Q-NAME-COLLISION", f"{name} has no name in {place} and cannot be imported without risk"),
        )

    def _sql(self, name: str, ladder: Ladder) -> str:
        named = self.context.naming.sql(name, ladder.node, ladder.statement.session.database)
        if named is None:
            raise WebRefused(ladder.web, Refusal("Q-NAME-COLLISION", f"{name} means something else in this module"))
        if named[1] is not None:
            self.needs.setdefault(ladder.web, set()).add(named[1])
        return named[0]

    def _statement_lines(self, node: ast.AST) -> tuple[str, int, int]:
        statement = self.context.scopes.statement_of(node)
        last = statement.end_lineno or statement.lineno
        body = getattr(statement, "body", None)
        if isinstance(body, list) and body:
            last = max(statement.lineno, body[0].lineno - 1, node.end_lineno or 0)  # type: ignore[attr-defined]
        return (self.context.path, statement.lineno, last)


class WebsRefused(Exception):
    """Webs that turned out not to be writable in one file, each with the reason."""

    def __init__(self, refusals: dict[int, Refusal]) -> None:
        super().__init__(", ".join(refusal.message for refusal in refusals.values()))
        self.refusals = refusals


class WebRefused(Exception):
    """A web turned out not to be writable."""

    def __init__(self, web: int, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.web = web
        self.refusal = refusal


def _inside_others(order: list[Ladder]) -> frozenset[ast.AST]:
    """The chains that stand inside another one; ``order`` is by place, outer ones first."""
    found = []
    end = (0, 0)
    for ladder in order:
        if _place(ladder.node)[:2] < end:
            found.append(ladder.node)
        else:
            end = (ladder.node.end_lineno or 0, ladder.node.end_col_offset or 0)
    return frozenset(found)


def _usual_length(source: SourceFile) -> int:
    """The line length that a file keeps to, where nothing is configured: its longest line, within reason."""
    lines = source.data.splitlines() if source.data.isascii() else source.text(0, len(source.data)).split("\n")
    longest = max(map(len, lines), default=0)
    if longest <= _SHORT and source.line_count >= _ENOUGH_LINES:
        return _SHORT
    return min(max(longest, _USUAL), _LONG)


def _below(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Call):
        assert isinstance(node.func, ast.Attribute)
        return node.func.value
    assert isinstance(node, (ast.Subscript, ast.Attribute))
    return node.value


def _method(step: ast.expr) -> str:
    return step.func.attr if isinstance(step, ast.Call) and isinstance(step.func, ast.Attribute) else ""


def _place(node: ast.AST) -> tuple[int, int, int, int]:
    return (node.lineno, node.col_offset, -(node.end_lineno or 0), -(node.end_col_offset or 0))  # type: ignore[attr-defined]
