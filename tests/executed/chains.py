# ruff: noqa: E501
"""Random legacy functions over the festival's schema: a head, links, a web of variables around them, and a terminal.

A :class:`Program` is data, so that a failing one can be made smaller piece by piece (:mod:`executed.reduction`). What is drawn is
mostly right SQLAlchemy, but not always: some chains raise, and must raise the same afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from executed.equivalence import Call, Snippet


@dataclass(frozen=True, slots=True)
class Model:
    """``columns`` is name to kind ("int", "text", "bool"); ``relationships`` is name to (target, whether a collection)."""

    name: str
    columns: dict[str, str]
    relationships: dict[str, tuple[str, bool]] = field(default_factory=dict)
    links: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Other model to the two sides of an ON clause: own attribute, its attribute."""
    key: str = "id"


MODELS = {
    model.name: model
    for model in (
        Model(
            "Band",
            {
                "id": "int",
                "name": "text",
                "email": "text",
                "country": "text",
                "score": "int",
                "active": "bool",
                "rating": "int",
            },
            {"gigs": ("Gig", True), "profile": ("Profile", False)},
            {"Gig": ("id", "band_id"), "Profile": ("id", "band_id")},
        ),
        Model(
            "Gig",
            {"id": "int", "band_id": "int", "name": "text", "seats": "int", "sold_out": "bool"},
            {"band": ("Band", False), "genres": ("Genre", True), "reviews": ("Review", True)},
            {"Band": ("band_id", "id"), "Review": ("id", "gig_id")},
        ),
        Model("Genre", {"id": "int", "name": "text"}, {"gigs": ("Gig", True)}),
        Model(
            "Review",
            {"id": "int", "gig_id": "int", "body": "text", "stars": "int"},
            {"gig": ("Gig", False)},
            {"Gig": ("gig_id", "id")},
        ),
        Model("Profile", {"id": "int", "band_id": "int", "biography": "text"}, {"band": ("Band", False)}),
        Model(
            "Place",
            {"id": "int", "name": "text", "parent_id": "int"},
            {"parent": ("Place", False), "children": ("Place", True)},
        ),
        Model(
            "Staff", {"id": "int", "name": "text", "kind": "text", "wage": "int"}, {}, {"Badge": ("id", "holder_id")}
        ),
        Model("Technician", {"id": "int", "name": "text", "wage": "int", "skill": "text"}),
        Model("Steward", {"id": "int", "name": "text", "wage": "int"}),
        Model("Badge", {"id": "int", "code": "text", "holder_id": "int"}, {"holder": ("Staff", False)}),
        Model(
            "Booking",
            {"id": "int", "reference": "text"},
            {"lines": ("BookingLine", True)},
            {"BookingLine": ("id", "booking_id")},
        ),
        Model(
            "BookingLine",
            {"booking_id": "int", "line_no": "int", "item": "text", "quantity": "int"},
            {"booking": ("Booking", False)},
            {"Booking": ("booking_id", "id")},
            "booking_id",
        ),
        Model("Stage", {"id": "int", "name": "text"}, {"slots": ("Slot", True)}, {"Slot": ("id", "stage_id")}),
        Model("Slot", {"id": "int", "stage_id": "int", "starts": "int"}, {"stage": ("Stage", False)}),
        Model("Rider", {"id": "int", "kind": "text", "full": "text"}),
        Model("Sponsor", {"id": "int", "name": "text", "level": "int"}),
        Model("Flyer", {"id": "int", "title": "text", "withdrawn": "bool"}),
        Model("SearchEntry", {"id": "int", "query": "text", "hits": "int"}),
    )
}
HEADS = ["Band"] * 6 + ["Gig"] * 5 + ["Booking"] * 2 + [name for name in MODELS if name not in ("Band", "Gig")]
WORDS = ["Moth", "Otters", "Matinee", "bar", "folk", "Bo", "tent", "B-2", "food", "fine", "nobody"]
COUNTS = 'counts = db.session.query(Gig.band_id, func.count(Gig.id).label("n")).group_by(Gig.band_id).subquery()'
PLAIN, IF, UNLESS, LOOP = "", "if flag:", "if not flag:", "for number in numbers:"
STYLES = ["chain"] * 4 + ["wrapped", "wrapped", "backslash"] + ["variable"] * 4 + ["steps"] * 3 + ["ternary", "helper"]


@dataclass(frozen=True, slots=True)
class Link:
    """``.method(arguments)``, done ``when`` one of the conditions above holds (variables only)."""

    text: str
    when: str = PLAIN


@dataclass(frozen=True, slots=True)
class Program:
    """One function. In ``terminals``, ``{q}`` stands for the query; more than one terminal needs a variable."""

    head: str
    links: tuple[Link, ...]
    terminals: tuple[str, ...]
    style: str
    prelude: tuple[str, ...] = ()

    def snippet(self, name: str) -> Snippet:
        """The function ``name``, called with and without the branches if it has any."""
        both = ((True, (1, 3)), (False, ())) if self.branches else ((True, (1,)),)
        calls = tuple(Call((("flag", flag), ("numbers", numbers))) for flag, numbers in both)
        return Snippet(name, self._helper(name) + _function(f"{name}(flag, numbers)", self.lines(name)), calls)

    @property
    def branches(self) -> bool:
        return self.style == "ternary" or any(link.when for link in self.links)

    @property
    def helped(self) -> bool:
        """Whether a private function builds the first part of the query."""
        return self.style == "helper" and not self.prelude and not self.branches

    def lines(self, name: str) -> list[str]:
        """The function's body."""
        helped = replace(self, head=f"_{name}_base()", links=self.links[1:]) if self.helped else self
        if self.style in ("variable", "steps", "ternary") or self.branches or len(self.terminals) > 1:
            return [
                *self.prelude,
                *helped._web(),
                *(line for t in self.terminals for line in t.format(q="q").split("\n")),
            ]
        (terminal,) = self.terminals
        return [*self.prelude, *terminal.format(q=helped._chain()).split("\n")]

    def _helper(self, name: str) -> str:
        if not self.helped:
            return ""
        first = "".join(link.text for link in self.links[:1])
        return _function(f"_{name}_base()", [f"return {self.head}{first}"]) + "\n\n"

    def _chain(self) -> str:
        texts = [link.text for link in self.links]
        if self.style == "wrapped" and texts:
            return "(\n    " + "\n    ".join([self.head, *texts]) + "\n)"
        if self.style == "backslash" and texts:
            return " \\\n    ".join([self.head, *texts])
        return self.head + "".join(texts)

    def _web(self) -> list[str]:
        if self.style == "variable" and not self.branches:
            return [f"q = {self.head}{''.join(link.text for link in self.links)}"]
        links = self.links
        lines = [f"q = {self.head}"]
        if self.style == "ternary" and links:
            lines = [f"q = {self.head}{links[0].text} if flag else {self.head}"]
            links = links[1:]
        for link in links:
            assignment = f"q = q{link.text}"
            lines += [link.when, f"    {assignment}"] if link.when else [assignment]
        return lines

    def smaller(self) -> Iterator[Program]:
        """Programs with one thing less."""
        if len(self.terminals) > 1:
            for index in range(len(self.terminals)):
                yield replace(self, terminals=(_alone(self.terminals[index]),))
        for index in range(len(self.links)):
            yield replace(self, links=self.links[:index] + self.links[index + 1 :])
        for index, link in enumerate(self.links):
            if link.when:
                yield replace(self, links=(*self.links[:index], Link(link.text), *self.links[index + 1 :]))
        if self.style != "chain" and len(self.terminals) == 1 and not self.branches:
            yield replace(self, style="chain")
        if self.prelude:
            yield replace(self, prelude=())
        if self.terminals != ("return {q}.all()",):
            yield replace(self, terminals=("return {q}.all()",))


def _function(signature: str, lines: list[str]) -> str:
    return f"def {signature}:\n" + "".join(f"    {line}\n" for line in lines)


def _alone(terminal: str) -> str:
    """One of two terminals as the only one."""
    return "return " + terminal.removeprefix("first = ").removeprefix("return first, ")


@dataclass(slots=True)
class _Scope:
    """What is known of the chain so far: names that stand for models, the filter_by target, and what is selected."""

    entities: list[tuple[str, str]]
    target: tuple[str, str]
    rows: tuple[str, ...] = ()
    """Names of the columns of a row; empty for entities."""
    tuples: bool = False
    simple: bool = True
    """Only criteria so far."""
    prelude: list[str] = field(default_factory=list)
    joined: set[str] = field(default_factory=set)


@st.composite
def programs(draw: st.DrawFn) -> Program:
    head, scope = _head(draw)
    links: list[Link] = []
    style = draw(st.sampled_from(STYLES))
    count = draw(st.sampled_from([0, 1, 1, 2, 2, 3, 3, 4, 5, 6]))
    for step in range(count):
        link = _link(draw, scope, late=step >= count - 2)
        when = PLAIN
        if style in ("steps", "ternary") and link.startswith(
            (".filter", ".order_by", ".where", ".join", ".outerjoin", ".limit", ".options")
        ):
            when = draw(st.sampled_from([PLAIN, PLAIN, PLAIN, IF, UNLESS, LOOP]))
        if when == LOOP:
            link = f".filter({scope.entities[0][0]}.{MODELS[scope.entities[0][1]].key} != number)"
        links.append(Link(link, when))
    if draw(st.booleans()):
        links = _windows_last(links)
    terminals = _terminals(draw, scope, style)
    return Program(head, tuple(links), terminals, style, tuple(scope.prelude))


def _windows_last(links: list[Link]) -> list[Link]:
    late = (".limit", ".offset", ".slice")
    return [link for link in links if not link.text.startswith(late)] + [
        link for link in links if link.text.startswith(late)
    ]


def _head(draw: st.DrawFn) -> tuple[str, _Scope]:
    name = draw(st.sampled_from(HEADS))
    kind = draw(
        st.sampled_from(["model"] * 5 + ["session"] * 2 + ["columns"] * 3 + ["functions", "two", "alias", "mixed"])
    )
    scope = _Scope([(name, name)], (name, name))
    if kind == "model" and name != "SearchEntry":
        return f"{name}.query", scope
    if kind in ("columns", "functions"):
        return _columns_head(draw, name, scope, kind)
    if kind == "two" and MODELS[name].links:
        other = draw(st.sampled_from(sorted(MODELS[name].links)))
        scope.entities.append((other, other))
        scope.tuples = True
        left, right = MODELS[name].links[other]
        condition = (
            f".filter({name}.{left} == {other}.{right})"
            if draw(st.booleans())
            else f".join({other}, {name}.{left} == {other}.{right})"
        )
        if condition.startswith(".join"):
            scope.target = (other, other)
        return f"db.session.query({name}, {other}){condition}", scope
    if kind == "mixed":
        column = draw(st.sampled_from(sorted(MODELS[name].columns)))
        scope.tuples = True
        return f'db.session.query({name}, {name}.{column}.label("extra"))', scope
    if kind == "from" and MODELS[name].links:
        other = draw(st.sampled_from(sorted(MODELS[name].links)))
        left, right = MODELS[name].links[other]
        scope.entities.append((other, other))
        scope.target = (other, other)
        scope.joined.add(other)
        scope.rows = ("n",)
        joined = f".select_from({name}).join({other}, {name}.{left} == {other}.{right})"
        return f'db.session.query(func.count({other}.{right}).label("n")){joined}', scope
    if kind == "alias":
        scope.prelude.append(f"other = aliased({name})")
        scope.entities = [("other", name)]
        scope.target = ("other", name)
        return "db.session.query(other)", scope
    return f"db.session.query({name})", scope


def _columns_head(draw: st.DrawFn, name: str, scope: _Scope, kind: str) -> tuple[str, _Scope]:
    columns = draw(st.lists(st.sampled_from(sorted(MODELS[name].columns)), min_size=1, max_size=3, unique=True))
    selected = [f"{name}.{column}" for column in columns]
    if kind == "functions":
        function, argument = (
            draw(st.sampled_from(["count", "max", "min", "sum"])),
            draw(st.sampled_from(sorted(MODELS[name].columns))),
        )
        if draw(st.booleans()):
            selected = selected[:1]
            columns = columns[:1]
            scope.rows = (columns[0], "n")
            return (
                f'db.session.query({selected[0]}, func.{function}({name}.{argument}).label("n")).group_by({selected[0]})',
                scope,
            )
        label = draw(st.sampled_from(['.label("n")', ""]))
        scope.rows = ("n",)
        return f"db.session.query(func.{function}({name}.{argument}){label})", scope
    scope.rows = tuple(columns)
    return f"db.session.query({', '.join(selected)})", scope


# -- criteria -------------------------------------------------------------------------------------------------------


def _condition(draw: st.DrawFn, entity: tuple[str, str], depth: int = 1) -> str:
    name, model = MODELS[entity[1]].name, MODELS[entity[1]]
    kind = draw(st.sampled_from(["plain"] * 6 + ["both", "either", "not", "related", "inside"]))
    if depth and kind in ("both", "either"):
        left, right = _condition(draw, entity, 0), _condition(draw, entity, 0)
        forms = {"both": ["and_({}, {})", "({}) & ({})"], "either": ["or_({}, {})", "({}) | ({})"]}[kind]
        return draw(st.sampled_from(forms)).format(left, right)
    if depth and kind == "not":
        return draw(st.sampled_from(["not_({})", "~({})"])).format(_condition(draw, entity, 0))
    if depth and kind == "related" and model.relationships:
        relationship = draw(st.sampled_from(sorted(model.relationships)))
        target, many = model.relationships[relationship]
        if target != name:
            inner = _condition(draw, (target, target), 0)
            return f"{entity[0]}.{relationship}.{'any' if many else 'has'}({inner})"
    if depth and kind == "inside" and model.links:
        other = draw(st.sampled_from(sorted(model.links)))
        left, right = model.links[other]
        inner = _condition(draw, (other, other), 0)
        form = draw(
            st.sampled_from(
                [
                    f"{entity[0]}.{left}.in_(db.session.query({other}.{right}).filter({inner}))",
                    f"{entity[0]}.{left}.in_({other}.query.with_entities({other}.{right}).filter({inner}))",
                    f"{entity[0]}.{left}.in_(db.session.query({other}.{right}).filter({inner}).subquery())",
                    f"db.session.query({other}).filter({other}.{right} == {entity[0]}.{left}).exists()",
                    f"~{other}.query.filter({other}.{right} == {entity[0]}.{left}, {inner}).exists()",
                ]
            )
        )
        if ".query" not in form or other not in ("Flyer", "SearchEntry"):
            return form
    return _comparison(draw, entity)


def _comparison(draw: st.DrawFn, entity: tuple[str, str]) -> str:
    columns = MODELS[entity[1]].columns
    column = draw(st.sampled_from(sorted(columns)))
    attribute = f"{entity[0]}.{column}"
    number, word = draw(st.integers(0, 13)), draw(st.sampled_from(WORDS))
    forms = {
        "int": [
            f"{attribute} > {number}",
            f"{attribute} <= {number}",
            f"{attribute} == {number}",
            f"{attribute}.between(1, {number})",
            f"{attribute}.in_([1, 2, {number}])",
            f"{attribute} != None",
            f"{attribute}.is_(None)",
        ],
        "text": [
            f'{attribute} == "{word}"',
            f'{attribute} != "{word}"',
            f'{attribute}.like("%o%")',
            f'{attribute}.contains("t")',
            f'{attribute}.in_(["{word}", "jazz"])',
            f'func.lower({attribute}) == "{word.lower()}"',
            f"{attribute}.is_(None)",
        ],
        "bool": [attribute, f"{attribute} == True", f"{attribute}.is_(False)", f"~{attribute}"],
    }[columns[column]]
    return draw(st.sampled_from(forms))


def _keywords(draw: st.DrawFn, entity: tuple[str, str]) -> str:
    columns = MODELS[entity[1]].columns
    chosen = draw(st.lists(st.sampled_from(sorted(columns)), min_size=1, max_size=2, unique=True))
    values: dict[str, list[object]] = {"int": [1, 2, 5, None], "text": [*WORDS[:6], None], "bool": [True, False]}
    return ", ".join(f"{column}={_literal(draw(st.sampled_from(values[columns[column]])))}" for column in chosen)


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


# -- links ----------------------------------------------------------------------------------------------------------

EARLY = (
    ["filter"] * 5
    + ["filter_by"] * 4
    + ["join"] * 4
    + ["outerjoin", "order_by", "order_by", "order_by", "options", "options", "distinct", "where"]
)
LATE = (
    ["order_by"] * 4
    + ["filter"] * 2
    + ["filter_by"] * 2
    + ["limit"] * 3
    + ["offset", "slice", "distinct", "group_by"]
    + ["options", "with_entities", "add_columns", "execution_options"]
)


def _link(draw: st.DrawFn, scope: _Scope, *, late: bool) -> str:
    kind = draw(st.sampled_from(LATE if late else EARLY))
    entity = draw(st.sampled_from(scope.entities))
    if kind in ("filter", "where"):
        more = f", {_comparison(draw, entity)}" if draw(st.sampled_from([False, False, True])) else ""
        return f".{kind}({_condition(draw, entity)}{more})"
    if kind == "filter_by":
        return f".filter_by({_keywords(draw, scope.target)})"
    if kind in ("join", "outerjoin"):
        return _join(draw, scope, kind)
    if kind == "order_by":
        return f".order_by({_ordering(draw, scope, entity)})"
    scope.simple = False
    if kind == "options":
        return _options(draw, scope)
    if kind in ("limit", "offset"):
        return f".{kind}({draw(st.integers(0, 4))})"
    if kind == "slice":
        return f".slice(0, {draw(st.integers(1, 4))})"
    if kind == "distinct":
        return ".distinct()"
    if kind == "execution_options":
        return draw(st.sampled_from([".execution_options(trace=1)", ".populate_existing()", ".autoflush(False)"]))
    if kind == "group_by":
        key = f"{entity[0]}.{MODELS[entity[1]].key}"
        return f".group_by({key})" + draw(st.sampled_from(["", f".having(func.count({key}) > 1)"]))
    return _selection(draw, scope, entity, kind)


def _join(draw: st.DrawFn, scope: _Scope, kind: str) -> str:
    entity = draw(st.sampled_from(scope.entities))
    model = MODELS[entity[1]]
    forms: list[tuple[str, str]] = []
    for relationship, (target, _) in sorted(model.relationships.items()):
        if target not in scope.joined and all(target != each for _, each in scope.entities):
            forms += [(f"{entity[0]}.{relationship}", target)] * 2
            forms += [(target, target), (f"{target}, {entity[0]}.{relationship}", target)]
    for other, (left, right) in sorted(model.links.items()):
        if other not in scope.joined and all(other != each for _, each in scope.entities):
            forms.append((f"{other}, {entity[0]}.{left} == {other}.{right}", other))
    if entity == ("Gig", "Gig") and "Genre" not in scope.joined and kind == "join":
        forms.append(("gig_genres", ""))
    if entity[1] == "Place" and "above" not in scope.joined:
        scope.joined.add("above")
        scope.prelude.append("above = aliased(Place)")
        scope.simple = False
        scope.entities.append(("above", "Place"))
        scope.target = ("above", "Place")
        return draw(
            st.sampled_from(
                [
                    f".{kind}(above, {entity[0]}.parent)",
                    f".{kind}(above, {entity[0]}.parent_id == above.id)",
                    f".{kind}({entity[0]}.parent.of_type(above))",
                ]
            )
        )
    if not forms:
        return f".filter({_comparison(draw, entity)})"
    text, target = draw(st.sampled_from(forms))
    scope.simple = False
    if entity == ("Band", "Band") and "counts" not in scope.joined and draw(st.sampled_from([False] * 5 + [True])):
        scope.joined.add("counts")
        scope.prelude.append(COUNTS)
        more = draw(st.sampled_from(["", ".order_by(counts.c.n.desc(), Band.id)", ".filter(counts.c.n > 1)"]))
        return f".{kind}(counts, counts.c.band_id == Band.id){more}"
    if target:
        scope.joined.add(target)
        scope.entities.append((target, target))
        scope.target = (target, target)
        return f".{kind}({text})"
    scope.joined.add("Genre")
    scope.entities.append(("Genre", "Genre"))
    scope.target = ("Genre", "Genre")
    return ".join(gig_genres).join(Genre)"


def _ordering(draw: st.DrawFn, scope: _Scope, entity: tuple[str, str]) -> str:
    column = draw(st.sampled_from(sorted(MODELS[entity[1]].columns)))
    forms = [
        f"{entity[0]}.{column}",
        f"{entity[0]}.{column}.desc()",
        f"desc({entity[0]}.{column})",
        f"{entity[0]}.{column}.asc(), {entity[0]}.{MODELS[entity[1]].key}.desc()",
        f"func.lower({entity[0]}.{column})",
        "None",
        f'"{column}"',
    ]
    if "n" in scope.rows:
        forms += ['"n"', 'desc("n")']
    return draw(st.sampled_from(forms))


def _options(draw: st.DrawFn, scope: _Scope) -> str:
    name, model = scope.entities[0]
    relationships = sorted(MODELS[model].relationships)
    if scope.rows or not relationships:
        return f".filter({_comparison(draw, scope.entities[0])})"
    relationship = draw(st.sampled_from(relationships))
    target, _ = MODELS[model].relationships[relationship]
    loader = draw(st.sampled_from(["joinedload", "joinedload", "selectinload", "subqueryload", "lazyload"]))
    if target in scope.joined and draw(st.booleans()):
        loader = "contains_eager"
    nested = sorted(MODELS[target].relationships)
    more = (
        f".{loader}({target}.{draw(st.sampled_from(nested))})"
        if nested and loader != "contains_eager" and draw(st.sampled_from([False, False, True]))
        else ""
    )
    return draw(
        st.sampled_from(
            [f".options({loader}({name}.{relationship}){more})"] * 4
            + [f".options(load_only({name}.{sorted(MODELS[model].columns)[0]}))"]
        )
    )


def _selection(draw: st.DrawFn, scope: _Scope, entity: tuple[str, str], kind: str) -> str:
    columns = draw(st.lists(st.sampled_from(sorted(MODELS[entity[1]].columns)), min_size=1, max_size=2, unique=True))
    if kind == "with_entities":
        scope.tuples = False
        scope.rows = tuple(columns)
        return f".with_entities({', '.join(f'{entity[0]}.{column}' for column in columns)})"
    if scope.rows:
        scope.rows = (*scope.rows, "added")
    else:
        scope.tuples = True
    return f'.add_columns({entity[0]}.{columns[0]}.label("added"))'


# -- terminals ------------------------------------------------------------------------------------------------------


def _terminals(draw: st.DrawFn, scope: _Scope, style: str) -> tuple[str, ...]:
    first = _terminal(draw, scope)
    if style in ("variable", "steps") and draw(st.sampled_from([False, False, True])):
        more = "first = {q}.count()" if draw(st.booleans()) else "first = [row for row in {q}]"
        if first.startswith("return "):
            return more, "return first, " + first.removeprefix("return ")
    return (first,)


def _terminal(draw: st.DrawFn, scope: _Scope) -> str:
    shared = (
        ["return {q}.all()"] * 4
        + ["return {q}.first()"] * 3
        + [
            "return {q}.one()",
            "return {q}.one_or_none()",
            "return {q}.count()",
            "return {q}.count()",
            "return list({q})",
            "return {q}[0]",
            "return {q}[1:3]",
            "return {q}[:2]",
            "return {q}.scalar()",
            "return db.session.query({q}.exists()).scalar()",
            "return {q}.first() is None",
            "return len({q}.all())",
        ]
    )
    if scope.rows:
        names = [f"part_{index}" for index in range(len(scope.rows))]
        unpacked = f"({names[0]},)" if len(names) == 1 else ", ".join(names)
        return draw(
            st.sampled_from(
                [
                    *shared,
                    f"return [[{', '.join(names)}] for {unpacked} in {{q}}]",
                    f"return [({names[0]}, 1) for {unpacked} in {{q}}.all()]",
                    "return [row[0] for row in {q}]",
                    f"return [row.{scope.rows[0]} for row in {{q}}.all()]",
                    f"found = []\nfor {unpacked} in {{q}}:\n    found.append({names[0]})\nreturn found",
                ]
            )
        )
    if scope.tuples:
        return draw(
            st.sampled_from(
                [*shared, "return [(row[0], row[1]) for row in {q}]", "return [row[0] for row in {q}.all()]"]
            )
        )
    name, model = scope.entities[0]
    key = MODELS[model].key
    pages = ["return {q}.paginate(page=1, per_page=2)", "return {q}.paginate(page=2, per_page=2, error_out=False)"]
    entity = [
        *shared,
        *pages,
        f"return [row.{key} for row in {{q}}]",
        f"return {{{{row.{key} for row in {{q}}.all()}}}}",
        f"found = []\nfor row in {{q}}:\n    found.append(row.{key})\nreturn found",
        "return {q}.first_or_404()",
        "return {q}.one_or_404()",
        'return {q}.first_or_404("gone")',
        f"return sorted({{q}}, key=lambda row: row.{key})",
    ]
    if scope.simple:
        column = draw(st.sampled_from(sorted(MODELS[model].columns)))
        value = {"int": "3", "text": '"new"', "bool": "False"}[MODELS[model].columns[column]]
        entity += [
            "return {q}.delete()",
            "return {q}.delete(synchronize_session=False)",
            f'return {{q}}.update({{{{"{column}": {value}}}}})',
            f"return {{q}}.update({{{{{name}.{column}: {value}}}}}, synchronize_session=False)",
            "return {q}.get(1)",
            "return {q}.get_or_404(1)",
        ]
    return draw(st.sampled_from(entity))
