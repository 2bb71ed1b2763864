"""The finding codes of ``select-queries``: what each means and what a person can do."""

from __future__ import annotations

from flask_modernize.planning.contract import Code

GUIDE = "Database Patterns"

CODES: tuple[Code, ...] = (
    Code(
        "Q-ESCAPES",
        "The query object leaves the function (returned, stored, passed on, captured), so code "
        "that is not seen may call Query methods on it.",
        "Run the query before it leaves (`.all()`), or make the helper private so that every caller is seen.",
    ),
    Code(
        "Q-TEMPLATE",
        "The query object is handed to a template, which may call Query methods on it or test it.",
        "Pass a list (`.all()`) instead.",
    ),
    Code(
        "Q-CUSTOM-QUERY-CLASS",
        "The model or the database has its own query class (or something called `query`); select() "
        "would not go through it.",
        "Move what the query class adds into a function that takes and returns a select().",
    ),
    Code(
        "Q-EVENT-LISTENER",
        "An event listener of the project changes or watches Query objects (before_compile, "
        "after_bulk_update ...); select() would pass it by.",
        "Move the listener to the `do_orm_execute` event of the session first.",
    ),
    Code(
        "Q-UNKNOWN-MODEL",
        "It cannot be shown which mapped class this is.",
        "Use the class by its imported name, or annotate the variable.",
    ),
    Code(
        "Q-QUERY-PROPERTY",
        "Plain SQLAlchemy: `Base.query = session.query_property()`.",
        "Set the option query-property = true to rewrite these with that session.",
    ),
    Code(
        "Q-UNKNOWN-SESSION",
        "It cannot be shown that this is a SQLAlchemy session.",
        "Annotate the parameter as `sqlalchemy.orm.Session`, or use `db.session`.",
    ),
    Code(
        "Q-UNKNOWN-ENTITY",
        "An argument of query(...) is not a model, column or SQL expression that the tool can tell.",
        "Name the model or column directly.",
    ),
    Code(
        "Q-OPEN-CLASS",
        "`cls.query` in a class whose subclasses are not all known to be plain models of one database.",
        "Write the method per model, or pass the session in.",
    ),
    Code(
        "Q-STAR-ARGS",
        "query(*entities): whether rows or instances come back is only known at run time.",
        "Name the entities.",
    ),
    Code(
        "Q-DYNAMIC-REL",
        "A lazy='dynamic' relationship: its query also serves append() and remove().",
        "Change the relationship to lazy='write_only' or select with with_parent().",
    ),
    Code(
        "Q-PAGINATE-ROWS",
        "paginate() over columns or several entities: db.paginate() would keep only the first column.",
        "Paginate one entity and load the rest with options, or page by hand.",
    ),
    Code(
        "Q-FILTERBY-TARGET",
        "filter_by() after a join: the class that it applies to has no name in this module, or depends on the path.",
        "Write filter(Target.column == value).",
    ),
    Code(
        "Q-DUP-KEYS",
        "Several columns with one name: row.name is the last of them in a Query and the first in a select().",
        "Label the columns.",
    ),
    Code(
        "Q-UNLABELLED-FUNC-KEYS",
        "An unlabelled function in rows that are read by key: a Query row has no key for it, a select() row has.",
        "Label the function.",
    ),
    Code(
        "Q-LEGACY-RAISES",
        "This chain raises an error today; a select() would silently do something else.",
        "Decide what was meant.",
    ),
    Code(
        "Q-DISTINCT-ORDER",
        "distinct() with an ORDER BY on something that is not selected: a Query adds it to the "
        "SELECT list, a select() does not.",
        "Select the column, or order by what is selected.",
    ),
    Code(
        "Q-UNION",
        "union() and its kin wrap the query in a sub-query and adapt later criteria; select() does not.",
        "Write u = aliased(Model, union(a, b).subquery()) and select(u).",
    ),
    Code(
        "Q-REMOVED-API",
        "A form that SQLAlchemy 2.0 removed and that has no rewrite that is always right.",
        "See the SQLAlchemy 2.0 migration guide.",
    ),
    Code(
        "Q-TRUTHINESS",
        "The query object itself is tested for truth: that is always true, and an error with select().",
        "Test the result: exists(), first() or count().",
    ),
    Code(
        "Q-UNKNOWN-METHOD",
        "A method or attribute that a stock Query does not have, or that has no counterpart.",
        "Rewrite this chain by hand.",
    ),
    Code(
        "Q-UNKNOWN-ARGUMENTS",
        "Arguments that the tool cannot carry over (unpacked, or too many).",
        "Write the arguments out.",
    ),
    Code(
        "Q-MIXED",
        "The variable may hold a query or something else here.",
        "Use two names.",
    ),
    Code(
        "Q-SHAPE",
        "Different queries meet here (other entities, or another target), so the right form depends on the path.",
        "Run each query on its own path.",
    ),
    Code(
        "Q-MODULE-LEVEL",
        "A query object built at import time: it needs an application context, which a select() would not.",
        "Build it inside a function.",
    ),
    Code(
        "Q-NAME-COLLISION",
        "The database object, or a class that is needed, has no name here, and none can be imported without a clash or "
        "a new import cycle.",
        "Import what the message names, and run again.",
    ),
    Code(
        "Q-TEXT-LABEL",
        "text() in ORDER BY or GROUP BY may name a column label (`table_column`) that only a Query makes.",
        "Order by the attribute.",
    ),
    Code(
        "Q-NEEDS-FLASK-SQLALCHEMY-3",
        "The counterpart (db.get_or_404, db.paginate ...) came with Flask-SQLAlchemy 3.0; the "
        "project pins an older one.",
        "Raise the pin to Flask-SQLAlchemy>=3.1,<3.2 and run again.",
    ),
    Code(
        "Q-DEPENDENCY",
        "The project pins a version that the new code cannot run on. A remark: the queries were rewritten for today's.",
        "Raise the pin (Flask-SQLAlchemy>=3.1,<3.2 and SQLAlchemy>=2.0,<2.1) together with this change.",
    ),
    Code(
        "Q-LAYOUT",
        "The expression could not be cut out and put back safely.",
        "Rewrite it by hand.",
    ),
)

ADVICE: dict[str, str] = {code.code: code.advice for code in CODES}
