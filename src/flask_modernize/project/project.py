"""The whole-program view: the facts of all files, and what names mean across them."""

from __future__ import annotations

import ast
import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from flask_modernize.facts import (
    Binding,
    ClassFacts,
    FactsCache,
    FileRecord,
    FunctionFacts,
    ModuleFacts,
    Sketch,
    decode,
    index_files,
)
from flask_modernize.facts.collect import collect, returned_by
from flask_modernize.facts.index import EVERYDAY_WORDS, behind_dot, content_hash, partial_record_of, record_of
from flask_modernize.facts.parsing import parse_source
from flask_modernize.project.classes import Base, ClassGraph
from flask_modernize.project.contents import Contents
from flask_modernize.project.memory import hand_on, news_of, structure_lent, tell
from flask_modernize.project.modules import ModuleFinder
from flask_modernize.project.name_texts import bare_word
from flask_modernize.project.objects import ClassObject, FunctionObject, Object, Variable
from flask_modernize.project.parsed import MAX_BYTES_OF_LADDER, MAX_FILES_OF_LADDER, ParsedFiles, declaring, outline_of
from flask_modernize.project.resolution import Resolver, is_placeholder
from flask_modernize.project.scopes import Scope
from flask_modernize.project.syntax import Syntax
from flask_modernize.sources import SourceFile, SourceProblem, UnreadableSource

if TYPE_CHECKING:
    from flask_modernize.project.structure import Likeness
    from flask_modernize.sources import Changes, Tree

Item = TypeVar("Item")
Value = TypeVar("Value")

MAX_WORDS = 300_000
"""Of all files, that are kept in memory once rules are looked for; what is beyond is found each time."""
MAX_FACTS, MAX_FACTS_OF_LADDER = 800, 2_500
"""Of files whose facts are kept decoded; the same where many migrations ask for them."""
MAX_SOURCES = 32
MIN_SHARED = 100
"""Fewer things than this are not worth another process."""
_CLASS_HEADER = re.compile(
    rb"[ \t]*class[ \t]+(\w+)[ \t]*\((?:[\w., \t]|(?<!:)=(?!=))*\)[ \t]*:[ \t]*(?:#.*|pass)?\s*", re.DOTALL
)
_SPACE = rb"(?:[\s\\]|#[^\n]*\n)*+"
"""What may stand between two tokens."""
_IDENTIFIER = re.compile(rb"[^\W\d]\w*")
_AFTER_DOT = re.compile(rb"\.(?=" + _SPACE + rb"([^\W\d]\w*))")
_BEFORE_EQUALS = re.compile(rb"\b([^\W\d]\w*+)(?=" + _SPACE + rb"=(?!=))")
_Records = dict[str, tuple[bytes, FileRecord]]
_Saved = dict[bytes, FileRecord]


class _Seen:
    """Every record of this run by content hash, for the cache; shared along :meth:`Project.with_changes`."""

    def __init__(self, cache: FactsCache | None) -> None:
        self._cache = cache
        self._saved = cache.load() if cache is not None else {}
        self.earlier: Mapping[bytes, FileRecord] = self._saved
        self.records: dict[bytes, FileRecord] = {}
        self.is_saved = cache is not None

    def add(self, found: Iterable[tuple[bytes, FileRecord]]) -> None:
        self.records.update((digest, record) for digest, record in found if digest)

    def save(self) -> None:
        if self._cache is not None and self.records != self._saved:
            self._cache.save(self.records)
            self._saved = dict(self.records)


class Project:
    """A tree of files, read. Never changes: :meth:`with_changes` gives another one.

    Nothing here raises on what the files say: what cannot be read or told is None, and a file that does not parse is
    one of :attr:`problems`. ``installed`` are versions by normalised name where the application runs; empty when
    nothing is known of that. ``on_demand``: a file is parsed when somebody asks for it, of most only what stands
    outside of functions; then only what was asked for can be one of the problems.
    """

    def __init__(
        self,
        tree: Tree,
        *,
        jobs: int = 1,
        cache: FactsCache | None = None,
        installed: Mapping[str, str] = MappingProxyType({}),
        on_demand: bool = False,
    ) -> None:
        self.installed = installed
        self._jobs = jobs
        self._on_demand = on_demand
        self._origin: Project | None = None
        self.likeness: Likeness | None = None
        """Where it is known to be like the project before a change, see :meth:`as_changed_from`."""
        seen = _Seen(cache)
        contents = Contents(tree)
        known = seen.earlier if cache is not None else None
        records, made = index_files(contents, tree.python_paths(), jobs=jobs, cached=known, on_demand=on_demand)
        seen.add(records.values())
        self._set(tree, contents, records, seen)
        if made and not on_demand:
            self.save_cache()

    def _set(self, tree: Tree, contents: Contents, records: _Records, seen: _Seen) -> None:
        self.tree = tree
        self._contents = contents
        self._records = records
        self._seen = seen
        self._decoded: OrderedDict[str, ModuleFacts | None] = OrderedDict()
        self._max_facts = MAX_FACTS
        self._found_problems: dict[str, SourceProblem] = {}
        """By path, what was found out when somebody asked for a file."""
        self._sound: set[str] = set()
        """The files that parse all over, as far as their records do not tell."""
        self._lately: dict[str, bytes] = {}
        """By path, files that were read on demand since the last news: the hash of those whose record may be saved."""
        self._returned: dict[tuple[str, str], tuple[Sketch, ...] | None] = {}
        self._sources: OrderedDict[str, SourceFile] = OrderedDict()
        self._parsed = ParsedFiles(self.source, self.facts)
        self._outline: tuple[str, ast.Module | None] | None = None
        """The last one that was asked for."""
        self._words: dict[str, frozenset[bytes]] = {}
        self._kept_words = 0
        self._holders: dict[str, list[str]] | None = None
        self._finder = ModuleFinder(tree.paths)
        self._resolver = Resolver(self._finder, self.facts, self._scope_of_class, self._may_bind_around)
        self._classes = ClassGraph(self._resolver, self.facts, self.files_with_base)

    @classmethod
    def from_files(cls, files: Mapping[str, str | bytes]) -> Project:
        """A project of the given texts (UTF-8) or bytes by path; for tests and experiments."""
        from flask_modernize.sources import memory_tree

        return cls(
            memory_tree({path: text.encode() if isinstance(text, str) else text for path, text in files.items()})
        )

    def with_changes(self, changes: Changes, read: Mapping[str, FileRecord] = MappingProxyType({})) -> Project:
        """The project as it is after the changes. Only files that they touch are read again, but for those of ``read``
        (path to record, of files that parse if it has no problem)."""
        tree = self.tree.with_changes(changes)
        touched = set(changes.paths)
        kept: _Records = {}
        again = []
        for path in tree.python_paths():
            if path not in touched and path in self._records:
                kept[path] = self._records[path]
            elif path not in read:
                again.append(path)
        contents = self._contents.after(tree, touched)
        known = {**self._seen.earlier, **self._seen.records}
        fresh, _ = index_files(contents, again, cached=known, on_demand=self._on_demand)
        for path, record in read.items():
            fresh[path] = (content_hash(contents.content(path)), record)
        self._seen.add(fresh.values())
        records = {**kept, **fresh}
        other = Project.__new__(Project)
        other.installed = self.installed
        other._jobs = self._jobs
        other._on_demand = self._on_demand
        other._origin = self.origin
        other.likeness = None
        other._set(tree, contents, {path: records[path] for path in tree.python_paths()}, self._seen)
        other._sound = {path for path in self._sound if path in kept}
        other._sound.update(path for path, record in read.items() if record.problem is None)
        other._found_problems = {path: found for path, found in self._found_problems.items() if path in kept}
        other._words = {path: words for path, words in self._words.items() if path in kept}
        other._kept_words = sum(map(len, other._words.values()))
        other._max_facts = self._max_facts
        other._decoded = OrderedDict((path, facts) for path, facts in self._decoded.items() if path in kept)
        self._parsed.followed_by(other._parsed, kept)
        hand_on(self, other, touched)
        return other

    @property
    def origin(self) -> Project:
        """The project before the first change: what it declares there is what the code was written for."""
        return self._origin or self

    def in_processes(
        self,
        work: Callable[[Item], Value],
        items: Sequence[Item],
        weight: Callable[[Item], int] | None = None,
        *,
        least: int = MIN_SHARED,
    ) -> list[Value]:
        """``work`` of every item, in order; in several processes where there are ``least`` items or more.

        Items that are near each other go to one process, so what is remembered about the project there is of use for
        the next; what comes to be known in one, files that were read for instance, is known here afterwards, and in the
        others before they are done. Answers must be what :mod:`pickle` takes, and ``work`` must have no effects; what
        it raises is raised here. ``weight`` says about how much work an item is.
        """
        if self._jobs < 2 or len(items) < least:
            return [work(item) for item in items]
        import pickle

        from flask_modernize.facts.workers import Gossip, Job, run_forked

        news_of(self), self._news()  # what is known by now is known to all processes that are forked

        def news() -> bytes:
            return pickle.dumps((news_of(self), self._news()), pickle.HIGHEST_PROTOCOL)

        def hear(data: bytes) -> None:
            known, read = pickle.loads(data)
            tell(self, known)
            self._hear(*read)

        def pickled(some: Sequence[Item]) -> list[bytes]:
            return [_dumped(work, item) for item in some]

        weights = [weight(item) for item in items] if weight is not None else None
        answers = run_forked(Job(pickled, items, Gossip(news, hear), weights), self._jobs, lambda _: b"")
        return [pickle.loads(data) if data else work(item) for item, data in zip(items, answers, strict=True)]

    def _news(self) -> tuple[_Records, dict[str, SourceProblem], set[str], _Saved]:
        """What was read since this was last asked for."""
        lately, self._lately = self._lately, {}
        return (
            {path: self._records[path] for path in lately},
            {path: self._found_problems[path] for path in lately if path in self._found_problems},
            {path for path in lately if path in self._sound},
            {digest: self._seen.records[digest] for digest in lately.values() if digest and self._seen.is_saved},
        )

    def _hear(self, read: _Records, problems: dict[str, SourceProblem], sound: set[str], saved: _Saved) -> None:
        """Takes over what was read in another process."""
        for path, (digest, record) in read.items():
            own = self._records[path][1]
            if own.facts is None and own.problem is None:
                self._records[path] = (digest, record)
        self._found_problems |= problems
        self._sound |= sound
        self._seen.add(saved.items())

    # -- files ---------------------------------------------------------------------------------------------------------

    def facts(self, path: str) -> ModuleFacts | None:
        """What a file says; None when it is not Python that parses. One that was not read so far is parsed now."""
        if path in self._decoded:
            self._decoded.move_to_end(path)
            return self._decoded[path]
        found = self._records.get(path)
        if found is None:
            return None
        record = found[1]
        if record.facts is None and record.problem is None:
            record = self._read(path)
        return _remember(self._decoded, path, decode(record), self._max_facts)

    def _read(self, path: str) -> FileRecord:
        digest, glance = self._records[path]
        try:
            data = self._contents.read(path)
        except (UnreadableSource, OSError, KeyError):
            return glance
        record = partial_record_of(data, glance) if self._on_demand else record_of(data, always=True)
        self._lately[path] = digest or content_hash(data)
        self._seen.add([(self._lately[path], record)])
        if record.problem is not None:
            # What is told of the files without parsing them stays so, whoever asks for which of them first.
            line, column, code, message = record.problem
            self._found_problems[path] = SourceProblem(path, line, column, code, message)
            record = glance._replace(problem=record.problem)
        self._records[path] = (digest, record)
        return record

    def returned(self, path: str, function: FunctionFacts) -> tuple[Sketch, ...] | None:
        """What a function of ``path`` returns (:attr:`FunctionFacts.returned`); read now if it was not before."""
        if function.returned is not False:
            return function.returned
        key = (path, function.qualname)
        if key not in self._returned:
            self._returned[key] = returned_by(self.lines(path, function.line, function.end_line))
        return self._returned[key]

    def lines(self, path: str, first: int, last: int) -> bytes:
        """Lines (1-based, both included) of a Python file; empty when it cannot be read."""
        source = self.source(path)
        if source is None:
            return b""
        return source.data[source.line_span(first)[0] : source.line_span(last)[1]]

    def syntax(self, path: str) -> Syntax | None:
        """A file in full; None when it is not Python that parses.

        For as long as somebody holds on to the answer, it is the same one: its nodes are those of ``syntax.scopes``.
        """
        if self._may_not_parse(path):
            return self._parsed.in_full(path, self._read_in_full)
        return self._parsed.syntax(path)

    def excerpt(self, path: str, part: re.Pattern[bytes]) -> Syntax | None:
        """A file, of its functions only those that say something that ``part`` matches.

        The others take nothing and do nothing there, but have their names and decorators. Methods are functions too,
        and what is inside of a function goes with it. What modules and classes bind, and which names are global, is
        complete. Cheaper than :meth:`syntax`; the trees of one file are not the same, nor are their nodes. There may be
        more in it than was asked for, where that is at hand.
        """
        return self._parsed.syntax(path, part)

    def outline(self, path: str) -> ast.Module | None:
        """The tree of a file whose functions take nothing and do nothing, without scopes; None where :meth:`syntax` is.

        Much cheaper than the whole, and good for what is asked of module-level statements and the lines they are on.
        """
        if self._outline is None or self._outline[0] != path:
            facts, source = self.facts(path), self.source(path)
            found = outline_of(source, facts.outermost) if facts is not None and source is not None else None
            self._outline = (path, found)
        return self._outline[1]

    def record_of_sound(self, path: str) -> FileRecord | None:
        """What is kept of a file that was read, and all of which is known to parse; None for others."""
        record = self._records[path][1] if path in self._records and not self._may_not_parse(path) else None
        return record if record is not None and record.facts is not None else None

    def followed(self, path: str, part: re.Pattern[bytes]) -> Syntax | None:
        """The same of a file that is going to be changed, or more of it; None if any of the file does not parse."""
        return self.syntax(path) if self._may_not_parse(path) else self.excerpt(path, part)

    def _may_not_parse(self, path: str) -> bool:
        """Whether some of the file was never parsed."""
        if not self._on_demand or path not in self._records or path in self._sound:
            return False
        record = self._records[path][1]
        return record.facts is None or record.partial

    def _read_in_full(self, path: str) -> tuple[SourceFile, ast.Module, ModuleFacts] | None:
        digest, record = self._records[path]
        source = self.source(path) if path not in self._found_problems else None
        if source is None:
            self.facts(path)  # says what is wrong with it, if nobody asked so far
            return None
        self._lately.setdefault(path, b"")
        try:
            module = parse_source(source)
        except UnreadableSource as error:
            self._found_problems[path] = error.at(path)
            return None
        if record.facts is None and record.problem is None:
            self._records[path] = (digest, record._replace(facts=collect(module, source.data)))
        self._sound.add(path)
        facts = self.facts(path)
        return (source, module, facts) if facts is not None else None

    def expect_many_passes(self) -> None:
        """Keeps more of what is parsed in memory, because many migrations are going to ask for the same files."""
        self._parsed.make_room(MAX_FILES_OF_LADDER, MAX_BYTES_OF_LADDER)
        self._max_facts = MAX_FACTS_OF_LADDER

    def is_python(self, path: str) -> bool:
        """Whether the path is that of a Python file of the tree that is worth reading."""
        return path in self._records

    @contextmanager
    def as_changed_from(self, before: Project, touched: Collection[str]) -> Iterator[None]:
        """For as long as it lasts, this project knows what ``before`` knows of the structure of the program.

        Does nothing where changing the files of ``touched`` may have changed that. Lines of classes, models and
        overrides are those of ``before``: good for finding out whether there is anything left to do.
        """
        from flask_modernize.project.structure import likeness

        alike = likeness(before, self, touched)
        if alike is None:
            yield
            return
        self._resolver.take_over(before._resolver, alike.names)
        self._classes.take_over(before._classes)
        self.likeness = alike
        try:
            with structure_lent(before, self, touched):
                yield
        finally:
            self.likeness = None

    def indexed_paths(self) -> tuple[str, ...]:
        """The files that are Python and mention a token of interest, sorted."""
        return tuple([path for path, (_, record) in self._records.items() if self._is_indexed(record)])

    def relevant_paths(self) -> tuple[str, ...]:
        """The Python files that mention a token of interest and are none of :attr:`problems`; whatever was read."""
        found = self._records.items()
        return tuple([path for path, (_, each) in found if each.relevant and path not in self._found_problems])

    def at_hand_first(self, paths: Iterable[str]) -> list[str]:
        """The paths in an order in which :meth:`syntax` costs least; otherwise as they were."""
        return sorted(paths, key=lambda path: not self._parsed.keeps(path))

    def files_with(self, text: bytes | re.Pattern[bytes], behind: re.Pattern[bytes] | None = None) -> Iterator[str]:
        """The Python files whose bytes hold ``text``, sorted; those that cannot be read are left out.

        With ``behind``, that has to match right behind the text, which is no pattern then. A pattern must not match
        where there is a zero byte: all files are searched for it at once.
        """
        if behind is not None:
            assert isinstance(text, bytes)
            return iter(self._contents.files_with((text, behind)))
        return iter(self._contents.files_with(text))

    def picked(
        self, pattern: re.Pattern[bytes], pick: Callable[[re.Match[bytes]], Item | None]
    ) -> list[tuple[str, Item]]:
        """What ``pick`` makes of every place in Python files where ``pattern`` matches, each with the file's path.

        Places of which it makes None are left out. It must not ask the project for anything.
        """
        return self._contents.picked(pattern, pick)

    def files_with_base(self, word: str) -> Sequence[str]:
        """The Python files that have ``word`` in the base list of a class, if only as another name's meaning."""
        return self._by_base().get(word, ())

    @property
    def base_words(self) -> Collection[str]:
        """Every word that :meth:`files_with_base` finds something for."""
        return self._by_base().keys()

    def _by_base(self) -> Mapping[str, list[str]]:
        if self._holders is None:
            self._holders = {}
            for path, (_, record) in self._records.items():
                for each in record.bases:
                    self._holders.setdefault(each, []).append(path)
        return self._holders

    def words(self, path: str) -> frozenset[bytes]:
        """Everything in a Python file that may be an identifier; empty when it cannot be read.

        Those that may be attributes are there with a dot before them too, those that may be keywords with an equals
        sign behind them.
        """
        found = self._words.get(path)
        if found is None:
            found = _words_of(self.content(path))
            self._kept_words += len(found)
            if self._kept_words <= MAX_WORDS:
                self._words[path] = found
        return found

    def known_words(self, path: str) -> frozenset[bytes] | None:
        """The same where somebody asked for them before; None where they would have to be found first."""
        return self._words.get(path)

    def content(self, path: str) -> bytes:
        """The bytes of a Python file; empty when it cannot be read."""
        return self._contents.content(path)

    def source(self, path: str) -> SourceFile | None:
        """A Python file as it can be cut into lines; None when it cannot be read or decoded."""
        if path in self._sources:
            self._sources.move_to_end(path)
            return self._sources[path]
        try:
            found = SourceFile.from_bytes(self._contents.read(path))
        except (UnreadableSource, OSError, KeyError):
            return None
        return _remember(self._sources, path, found, MAX_SOURCES)

    def mentioning(self, name: str) -> tuple[str, ...]:
        """The files with a token of interest that mention ``name``, sorted.

        A few may do so only in a comment or as a part of a longer name; everyday words count behind a dot.
        """
        paths = self.files_with(behind_dot(name) if name in EVERYDAY_WORDS else name.encode())
        return tuple([path for path in paths if self._is_indexed(self._records[path][1])])

    def _is_indexed(self, record: FileRecord) -> bool:
        return record.relevant if self._on_demand else record.facts is not None

    @property
    def problems(self) -> tuple[SourceProblem, ...]:
        """Files that were skipped: those that the tree could not take in, then those that do not parse."""
        own = {
            path: SourceProblem(path, line, column, code, message)
            for path, (_, record) in self._records.items()
            if record.problem is not None
            for line, column, code, message in [record.problem]
        }
        own |= self._found_problems
        return (*self.tree.problems, *(own[path] for path in sorted(own)))

    def save_cache(self) -> None:
        """Writes what was learnt since the last time, if there is a cache. Worth doing at the end of a run.

        What it learnt from the changed files of other projects of this run is included.
        """
        self._seen.save()

    # -- names ---------------------------------------------------------------------------------------------------------

    def module_paths(self, name: str, importer: str) -> str | None:
        """The file of the absolute module ``name`` as seen from the file ``importer``."""
        return self._finder.find(name, importer)

    def module_name(self, path: str) -> str:
        """The dotted name of a module below its topmost package."""
        return self._finder.name_of(path)

    def resolve(self, path: str, dotted: str, scope: Scope | None = None) -> Object | None:
        """What ``dotted`` means at module scope of ``path``, or in ``scope``; None when that cannot be told."""
        if scope is None or scope.parent is None:
            return self._resolver.resolve(path, dotted)
        return self._resolver.resolve_in(path, dotted, scope)

    def imported(self, path: str, module: str | None, name: str | None, level: int) -> Object | None:
        """What ``from module import name`` gives in the file ``path``; ``level`` counts the leading dots.

        The module itself when ``name`` is None.
        """
        return self._resolver.imported(path, module, name, level, "")

    def binding(self, variable: Variable) -> Binding | None:
        """The one place that gives a variable its value."""
        facts = self.facts(variable.path)
        bindings = facts.bindings.get(variable.name, ()) if facts is not None else ()
        real = [each for each in bindings if not is_placeholder(each)] or list(bindings)
        return real[-1] if real else None

    def definition(self, found: Object) -> ClassFacts | FunctionFacts | Binding | None:
        """The statement that makes a class, function or variable of the project; None for everything else."""
        if isinstance(found, Variable):
            return self.binding(found)
        if not isinstance(found, ClassObject | FunctionObject):
            return None
        facts = self.facts(found.path)
        if facts is None:
            return None
        if isinstance(found, ClassObject):
            return facts.classes.get(found.qualname)
        return facts.functions.get(found.qualname)

    # -- classes -------------------------------------------------------------------------------------------------------

    def bases(self, cls: ClassObject) -> tuple[Base, ...]:
        """The direct bases in order; see :meth:`ancestors`."""
        return self._classes.bases(cls)

    def ancestors(self, cls: ClassObject) -> tuple[Base, ...]:
        """Everything a class descends from, nearest first; None stands for a base that cannot be told."""
        return self._classes.ancestors(cls)

    def subclasses(self, of: Object) -> tuple[ClassObject, ...]:
        """Every class of the project that descends from ``of``: a class, or for instance ``db.Model``. Sorted."""
        return self._classes.subclasses(of)

    def descendants(self, of: Object) -> Iterator[ClassObject]:
        """The same in any order, found while somebody asks for more of them."""
        return self._classes.descendants(of)

    def _scope_of_class(self, cls: ClassObject) -> Scope | None:
        """The scope in which the bases of a nested class are evaluated."""
        syntax = self.excerpt(cls.path, declaring(cls.qualname))
        scope = syntax.scopes.scope_of_class(cls.qualname) if syntax is not None else None
        return scope.parent if scope is not None else None

    def _may_bind_around(self, cls: ClassObject, name: str) -> bool:
        """Whether something around a nested class may bind a name: it stands there other than as a base."""
        facts, source = self.facts(cls.path), self.source(cls.path)
        outermost = cls.qualname.partition(".")[0]
        around = (facts.classes.get(outermost) or facts.functions.get(outermost)) if facts is not None else None
        if around is None or source is None or around.definitions != 1:
            return True
        start, stop = source.line_span(around.line)[0], source.line_span(around.end_line)[1]
        for match in bare_word(name.encode()).finditer(source.data, start, stop):
            line = source.line_span(source.position(match.start())[0])
            header = _CLASS_HEADER.fullmatch(source.data[slice(*line)])
            if header is None or header[1] == name.encode():
                return True
        return False


def _dumped(work: Callable[[Item], Value], item: Item) -> bytes:
    """What ``work`` makes of an item; nothing where it raises, so that it is done again where somebody can tell."""
    import pickle

    try:
        return pickle.dumps(work(item), pickle.HIGHEST_PROTOCOL)
    except Exception:
        return b""


def _words_of(data: bytes) -> frozenset[bytes]:
    attributes = [b"." + name for name in _AFTER_DOT.findall(data)]
    keywords = [name + b"=" for name in _BEFORE_EQUALS.findall(data)]
    return frozenset([*_IDENTIFIER.findall(data), *attributes, *keywords])


def _remember(kept: OrderedDict[str, Value], path: str, value: Value, limit: int) -> Value:
    kept[path] = value
    if len(kept) > limit:
        kept.popitem(last=False)
    return value
