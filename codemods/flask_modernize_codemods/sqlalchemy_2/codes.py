"""The finding codes of this migration."""

from __future__ import annotations

from flask_modernize.planning.contract import Code

GUIDE = "Database Patterns"

PARAMETERS = "S-PARAMETERS"
CONNECTION_NEEDED = "S-CONNECTION"
AUTOCOMMIT = "S-AUTOCOMMIT"
IN_PLACE = "S-IN-PLACE"
IDENTITY = "S-IDENTITY"
PATH = "S-PATH"
UNBOUND = "S-UNBOUND"
DRIVER = "S-DRIVER"
EVENT = "S-EVENT"
DIVISION = "S-DIVISION"
MAPPER = "S-MAPPER"

CODES: tuple[Code, ...] = (
    Code(
        PARAMETERS,
        "SQL is given as plain text whose parameters have marks of the driver's own (`?`, `%s`), in a place where they"
        " cannot be handed on to the driver.",
        "Name the parameters and give text() and a dictionary, or use connection.exec_driver_sql().",
    ),
    Code(
        CONNECTION_NEEDED,
        "Something is run without a connection, and its result is used beyond the statement, where a connection that"
        " is opened for it would be closed already.",
        "Read what you need inside of `with engine.connect() as connection:`.",
    ),
    Code(
        AUTOCOMMIT,
        "A connection writes and nothing commits it. SQLAlchemy 1 did so by itself; SQLAlchemy 2 rolls it back.",
        "Call connection.commit(), or open the connection with `with engine.begin() as connection:`.",
    ),
    Code(
        IN_PLACE,
        "A statement is changed in place. Today its methods give a new one, and others that use the statement would"
        " not see the change.",
        "Use what the method returns.",
    ),
    Code(
        IDENTITY,
        "A column is compared with `is`. That is told by Python before SQLAlchemy sees it, and always has the same"
        " answer. It was so before, too.",
        "Write column.is_(None), or column == value.",
    ),
    Code(
        PATH,
        "A join or a loader option names attributes by strings, and which model they belong to cannot be told, or it"
        " has no such attribute.",
        "Write the attributes, Model.relationship, one for each step of the path.",
    ),
    Code(
        UNBOUND,
        "Metadata is not bound to an engine any more, and which engine is meant cannot be told here.",
        "Give the engine: metadata.create_all(engine), Table(..., autoload_with=engine).",
    ),
    Code(
        DRIVER,
        "The URL names a driver that SQLAlchemy no longer has, or that does not run on Python 3.",
        "Use another driver, or an external dialect.",
    ),
    Code(
        EVENT,
        "A listener is for an event that is gone, or is given other arguments today.",
        "Do what the finding says.",
    ),
    Code(
        DIVISION,
        "The division of two integer columns is a true division today, on every database.",
        "Write `//` where an integer is meant.",
    ),
    Code(
        MAPPER,
        "`mapper()` is gone, and the classes that it maps are in several places, so that they need one registry to"
        " share.",
        "Make one sqlalchemy.orm.registry() and call its map_imperatively().",
    ),
)
