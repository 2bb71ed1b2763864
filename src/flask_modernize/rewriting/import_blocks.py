"""Where a new import line goes: the import block at the top of a module, its sections and their order.

The words are isort's: a *section* is future, standard library, third party, first party or relative. A *group* is what
the file itself separates by blank lines; the two need not agree, and where they do not, the file is followed.
"""

from __future__ import annotations

import ast
import re
import sys
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import groupby, pairwise, takewhile


class Section(IntEnum):
    """isort's sections, in their order."""

    FUTURE = 0
    STANDARD = 1
    THIRD_PARTY = 2
    FIRST_PARTY = 3
    RELATIVE = 4


# Added, because the answer must not depend on the Python that runs the tool: modules that left or joined the standard
# library around 3.11, and those of Python 2 that legacy code still imports.
# fmt: off
_STANDARD = frozenset(sys.stdlib_module_names) | frozenset((
    "annotationlib", "compression", "aifc", "asynchat", "asyncore", "audioop", "cgi", "cgitb", "chunk", "crypt",
    "distutils", "imghdr", "imp", "lib2to3", "mailcap", "msilib", "nis", "nntplib", "ossaudiodev", "pipes",
    "smtpd", "sndhdr", "spwd", "sunau", "telnetlib", "uu", "xdrlib", "BaseHTTPServer", "ConfigParser", "Cookie",
    "HTMLParser", "Queue", "SocketServer", "StringIO", "__builtin__", "anydbm", "cPickle", "cStringIO",
    "commands", "cookielib", "httplib", "md5", "sets", "sha", "thread", "urllib2", "urlparse", "xmlrpclib",
))
# fmt: on

# A statement between imports that only calls these prepares the imports that follow: paths, monkey patches, settings.
# fmt: off
_PREPARING = frozenset((
    "sys", "os", "os.path", "site", "warnings", "logging", "locale", "codecs", "pathlib", "Path", "monkey",
    "gevent", "eventlet", "load_dotenv", "dotenv", "reload", "vendor", "pymysql", "psycogreen", "patch_all",
    "monkey_patch", "find_dotenv", "dirname", "abspath", "install_as_MySQLdb", "realpath",
))
# fmt: on


def section_of(module: str, first_party: Collection[str] = ()) -> Section:
    """The section of a module as it is written: ``.models``, ``os.path``, ``sqlalchemy``."""
    if module.startswith("."):
        return Section.RELATIVE
    top = module.partition(".")[0]
    if top == "__future__":
        return Section.FUTURE
    if top in first_party:
        return Section.FIRST_PARTY
    return Section.STANDARD if top in _STANDARD else Section.THIRD_PARTY


def module_of(statement: ast.Import | ast.ImportFrom) -> str:
    """The module as it is written, leading dots included; the first one of ``import a, b``."""
    if isinstance(statement, ast.ImportFrom):
        return "." * statement.level + (statement.module or "")
    return statement.names[0].name


@dataclass(frozen=True, slots=True)
class Row:
    """The module-level statements that share lines: one, unless ``;`` joins several. Lines are 1-based, inclusive."""

    statements: tuple[ast.stmt, ...]
    first: int
    last: int

    @property
    def only_import(self) -> ast.Import | ast.ImportFrom | None:
        """The import statement that has these lines for itself."""
        head = self.statements[0]
        return head if len(self.statements) == 1 and isinstance(head, (ast.Import, ast.ImportFrom)) else None


def rows_of(body: Sequence[ast.stmt]) -> tuple[Row, ...]:
    """Statements of one suite, joined where one starts on the line on which another one ends."""
    rows: list[Row] = []
    for statement in body:
        first, last = _first_line(statement), statement.end_lineno or statement.lineno
        if rows and first <= rows[-1].last:
            rows[-1] = Row((*rows[-1].statements, statement), rows[-1].first, max(last, rows[-1].last))
        else:
            rows.append(Row((statement,), first, last))
    return tuple(rows)


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def preamble(module: ast.Module, first_use: int) -> Iterator[Row]:
    """The rows from the top of the module that can only prepare and import: none of them can use a new name.

    ``first_use`` is the 1-based line of the first module-level statement with new code, 0 when it is not known.
    """
    for row in rows_of(module.body):
        if first_use and row.last >= first_use:
            return
        if not all(_only_prepares(statement) for statement in row.statements):
            return
        yield row


def _only_prepares(statement: ast.stmt) -> bool:
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Raise():
            return True
        case ast.If() | ast.Try():
            suites = [statement.body, statement.orelse, getattr(statement, "finalbody", [])]
            suites += [handler.body for handler in getattr(statement, "handlers", ())]
            guard = [statement.test] if isinstance(statement, ast.If) else []
            return all(_harmless(node) for node in guard) and all(_only_prepares(s) for suite in suites for s in suite)
        case ast.Expr() | ast.Assign() | ast.AnnAssign() | ast.AugAssign():
            return _harmless(statement)
    return False


def _harmless(node: ast.AST) -> bool:
    for child in ast.walk(node):
        if isinstance(child, ast.Lambda) or (isinstance(child, ast.Call) and not _prepares(child.func)):
            return False
    return True


def _prepares(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute) and function.attr in _PREPARING:
        return True
    while isinstance(function, (ast.Attribute, ast.Call, ast.Subscript)):
        function = function.func if isinstance(function, ast.Call) else function.value
    return isinstance(function, ast.Constant) or (isinstance(function, ast.Name) and function.id in _PREPARING)


@dataclass(slots=True)
class _Item:
    """One line of a block: a row of the file, or a new line of text (``row`` None)."""

    module: str
    is_from: bool
    section: Section
    group: int
    row: Row | None = None
    text: str = ""

    @property
    def key(self) -> str:
        return self.module.lower()

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Insertion:
    """``text`` (whole lines, each with its line end) goes after the line ``line``, or before it."""

    line: int
    after: bool
    text: str


@dataclass(slots=True)
class Block:
    """A run of imports, with the lines that are being added to it."""

    items: list[_Item] = field(default_factory=list)
    groups: int = 0
    touches_code: bool = False
    """Whether the next statement follows without a blank line."""

    def add(self, module: str, text: str, first_party: Collection[str]) -> None:
        """Takes up ``text``, a new import of ``module``, at its place."""
        new = _Item(module, text.startswith("from "), section_of(module, first_party), -1, text=text)
        peers = self._peers(new)
        if peers:
            index = self._index_among(peers, new)
        else:
            index = self._index_of_section(new)
        self.items.insert(index, new)

    def _peers(self, new: _Item) -> list[_Item]:
        """The imports of its section, in the group that has most of them or that knows its package."""
        same = [item for item in self.items if item.section == new.section]
        if not same:
            return []
        related = [item for item in same if item.top == new.top and new.section != Section.RELATIVE]
        counts = {item.group: sum(other.group == item.group for other in same) for item in reversed(same)}
        best = related[-1].group if related else max(reversed(counts), key=lambda group: counts[group])
        group = [item for item in self.items if item.group == best]
        if _sections_mixed(group) and _is_sorted(group):
            return group
        return [item for item in same if item.group == best]

    def _index_among(self, peers: list[_Item], new: _Item) -> int:
        new.group = peers[0].group
        if not new.is_from:
            return self._index_of_plain(peers, new)
        twins = [item for item in peers if item.is_from and item.module == new.module]
        if twins:
            return self.items.index(twins[-1]) + 1
        ordered = _ordered_part(peers)
        if ordered is None:
            related = [item for item in peers if item.is_from and item.top == new.top]
            deeper = [item for item in related if item.key > new.key]
            if deeper and new.section != Section.RELATIVE:
                return self.items.index(deeper[0])
            kin = [item for item in peers if item.is_from and item.top.startswith(f"{new.top}_")]
            if kin and not related:
                return self.items.index(kin[0])  # flask goes above flask_login, whatever else there is
            return self.items.index((related or peers)[-1]) + 1
        position = bisect_right([item.key for item in ordered], new.key)
        if position:
            return self.items.index(ordered[position - 1]) + 1
        if ordered:
            return self.items.index(ordered[0])
        return self.items.index(peers[-1]) + 1

    def _index_of_plain(self, peers: list[_Item], new: _Item) -> int:
        """Among the imports of modules as a whole; before the others where there is none."""
        plain = [item for item in peers if not item.is_from]
        keys = [item.key for item in plain]
        position = bisect_right(keys, new.key) if keys == sorted(keys) else len(keys)
        return self.items.index(plain[position - 1]) + 1 if position else self.items.index((plain or peers)[0])

    def _index_of_section(self, new: _Item) -> int:
        """The place of a section that the block does not have yet: a group of its own where the file makes groups."""
        index = next((i for i, item in enumerate(self.items) if item.section > new.section), len(self.items))
        previous = self.items[index - 1] if index else None
        following = self.items[index] if index < len(self.items) else None
        joined = bool(previous and following and previous.group == following.group)
        if not following and self.touches_code:
            joined = True
        if joined or not _separates_sections(self.items):
            neighbour = previous if previous and previous.section != Section.FUTURE else following or previous
            assert neighbour is not None
            new.group = neighbour.group
        else:
            self.groups += 1
            new.group = self.groups
        return index

    def insertions(self) -> Iterator[Insertion]:
        """What to insert into the file, in its order."""
        existing = [index for index, item in enumerate(self.items) if item.row]
        bounds = [-1, *existing, len(self.items)]
        for before, after in pairwise(bounds):
            run = self.items[before + 1 : after]
            if run:
                yield from self._insertions_between(before, after, run)

    def _insertions_between(self, before: int, after: int, run: list[_Item]) -> Iterator[Insertion]:
        previous = self.items[before] if before >= 0 else None
        following = self.items[after] if after < len(self.items) else None
        above = [item for item in run if previous and item.group == previous.group]
        below = [item for item in run if item not in above and following and item.group == following.group]
        own = [item for item in run if item not in above and item not in below]
        if previous and previous.row and (above or own):
            text = _lines(above) + "".join("\n" + lines for lines in _by_group(own))
            yield Insertion(previous.row.last, True, text)
            own = []
        if following and following.row and (below or own):
            text = "".join(lines + "\n" for lines in _by_group(own)) + _lines(below)
            yield Insertion(following.row.first, False, text)


def _lines(items: Iterable[_Item]) -> str:
    return "".join(item.text + "\n" for item in items)


def _by_group(items: Sequence[_Item]) -> Iterator[str]:
    for group in dict.fromkeys(item.group for item in items):
        yield _lines(item for item in items if item.group == group)


def _is_sorted(items: Sequence[_Item]) -> bool:
    keys = [item.key for item in items]
    return len(keys) > 1 and keys == sorted(keys)


def _sections_mixed(items: Sequence[_Item]) -> bool:
    sections = [item.section for item in items]
    return sections != sorted(sections)


def _ordered_part(peers: list[_Item]) -> list[_Item] | None:
    """The imports among which order decides: from-imports, all where both kinds are sorted together, or the last run.

    None when the file keeps no order.
    """
    froms = [item for item in peers if item.is_from]
    kinds = [item.is_from for item in peers]
    if kinds in (sorted(kinds), sorted(kinds, reverse=True)):
        keys = [item.key for item in froms]
        return froms if keys == sorted(keys) else None
    if _is_sorted(peers):
        return peers
    last_run = list(takewhile(lambda item: item.is_from, reversed(peers)))[::-1]
    return last_run if _is_sorted(last_run) else None


def _separates_sections(items: Sequence[_Item]) -> bool:
    """Whether the block has blank lines where the section changes; taken for granted where it never changes."""
    changes = [one.group != two.group for one, two in pairwise(items) if one.section != two.section]
    return sum(changes) * 2 >= len(changes)


def blocks_of(
    rows: Iterable[Row], lines: Sequence[str], first_party: Collection[str], gone: Collection[int] = ()
) -> list[Block]:
    """The runs of imports among ``rows``; ``lines`` are the lines of the file, ``gone`` numbers of those that go."""
    blocks: list[Block] = []
    current: Block | None = None
    last = 0
    for row in rows:
        head = row.statements[0]
        if isinstance(head, (ast.Import, ast.ImportFrom)):
            if current is None:
                current = Block()
                blocks.append(current)
            elif last and any(not line.strip() for line in lines[last : row.first - 1]):
                current.groups += 1
            section = section_of(module_of(head), first_party)
            is_from = isinstance(head, ast.ImportFrom)
            current.items.append(_Item(module_of(head), is_from, section, current.groups, row))
            if not all(isinstance(statement, (ast.Import, ast.ImportFrom)) for statement in row.statements):
                current = None
        elif current and isinstance(head, (ast.If, ast.Try)) and _imports(head):
            current.groups += 1
        else:
            current = None
        if current:
            following = next((number for number in range(row.last + 1, len(lines) + 1) if number not in gone), 0)
            current.touches_code = bool(following and lines[following - 1].strip())
        last = row.last
    return blocks


def _imports(statement: ast.stmt) -> bool:
    return any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in ast.walk(statement))


def block_for(blocks: Sequence[Block], module: str, first_party: Collection[str]) -> Block | None:
    """The block that a new import of ``module`` belongs to.

    That is the one with most imports of its section. At a draw the last: what stands between the blocks prepares
    (monkey patches, paths), and the new import should be prepared for, too.
    """
    section = section_of(module, first_party)
    top = module.partition(".")[0]

    def fitness(block: Block) -> tuple[bool, int]:
        peers = [item for item in block.items if item.section == section]
        return any(item.top == top for item in peers), len(peers)

    if not any(item.section == section for block in blocks for item in block.items):
        later = [block for block in blocks if any(item.section > section for item in block.items)]
        return (later or blocks[:1])[-1] if blocks else None
    return max(reversed(blocks), key=fitness)


def sections_text(imports: Iterable[tuple[str, str]], first_party: Collection[str]) -> str:
    """A block of its own for new imports, (module, statement) each: sorted, a blank line between sections."""
    ordered = sorted(imports, key=lambda item: (section_of(item[0], first_party), item[0].lower(), item))
    sections = groupby(ordered, key=lambda item: section_of(item[0], first_party))
    return "\n".join("".join(text + "\n" for _, text in members) for _, members in sections)


_MACHINE_COMMENT = re.compile(r"^#!|^#.*?coding[:=]|^#\s*vim?:", re.ASCII)
_LEGAL_COMMENT = re.compile(r"copyright|licen[cs]e|\(c\)|author|spdx", re.IGNORECASE)


def first_block(module: ast.Module, lines: Sequence[str], text: str) -> Insertion:
    """Where the very first imports of a file go: after its header comments and its docstring."""
    rows = rows_of(module.body)
    has_docstring = bool(rows) and ast.get_docstring(module, clean=False) is not None
    header = rows[0].last if has_docstring else _header_lines(lines, rows[0].first if rows else len(lines) + 1)
    following = rows[1:] if has_docstring else rows
    blanks = 0
    while header + blanks < len(lines) and not lines[header + blanks].strip():
        blanks += 1
    at_end = header + blanks >= len(lines)
    wanted = 2 if following and isinstance(following[0].statements[0], _DEFINITIONS) else 1
    above = "\n" if header else ""
    below = "" if at_end else "\n" * max(wanted - (blanks if header else 0), 0)
    if header:
        return Insertion(header, True, above + text + (below if not blanks else ""))
    return Insertion(1, False, text + below)


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _header_lines(lines: Sequence[str], first_statement: int) -> int:
    """How many lines at the top are about the file and not about the statement that follows them."""
    count = 0
    while count < len(lines) and count < first_statement - 1 and lines[count].lstrip().startswith("#"):
        count += 1
    if count >= len(lines) or not lines[count].strip() or any(map(_LEGAL_COMMENT.search, lines[:count])):
        return count
    machine = 0
    while machine < min(count, 2) and _MACHINE_COMMENT.match(lines[machine]):
        machine += 1
    return machine
