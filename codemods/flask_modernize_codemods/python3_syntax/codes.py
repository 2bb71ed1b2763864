"""The finding codes of ``python3-syntax``: what each means and what a person can do."""

from __future__ import annotations

from flask_modernize.planning.contract import Code

GUIDE = "Installation and Versioning"

CODES: tuple[Code, ...] = (
    Code(
        "P-SYNTAX",
        "The file parses neither on Python 3 nor, for fissix, on Python 2.",
        "Correct the line by hand and run again; leave the file out with `exclude` if it is no code of the project.",
    ),
    Code(
        "P-ASYNC",
        "`async` or `await`, keywords since Python 3.7, is a name that somebody else gives or takes: an argument or "
        "an attribute of a library, a module.",
        "Look up what the library calls it today (often `async_` or `is_async`), and write that.",
    ),
    Code(
        "P-FIXER",
        "fissix's fixer has left something that it could not convert.",
        "Rewrite the line by hand.",
    ),
    Code(
        "P-RERAISE",
        "`raise X, value, traceback` was converted to `raise X(value).with_traceback(traceback)`. Python 2 raised "
        "`value` itself if it was an exception already.",
        "Write `raise value.with_traceback(traceback)` if it is one.",
    ),
    Code(
        "P-NAME",
        "A builtin that Python 3 does not have, used in a way that has no single counterpart.",
        "Rewrite it by hand.",
    ),
    Code(
        "P-MODULE",
        "A module or a part of one that Python 3 does not have, used in a way that has no single counterpart.",
        "Rewrite it by hand, or replace it by a package that does the same.",
    ),
    Code(
        "P-STRINGIO",
        "It cannot be told whether this StringIO holds text or bytes.",
        "Use io.BytesIO for what is sent, packed, hashed or an image, and io.StringIO for text.",
    ),
    Code(
        "P-METHOD",
        "A special method that Python 3 does not call.",
        "Write the methods that Python 3 calls: __str__, __eq__ and __lt__, __bool__, __getitem__ with a slice.",
    ),
    Code(
        "P-RECEIVER",
        "A dictionary's method of Python 2, on an object that may be of a class with a method of that name.",
        "Use items(), keys() or values() if it is a dictionary.",
    ),
    Code(
        "P-LIST",
        "keys(), map(), filter() and their like give no list on Python 3, and this one is used as a list.",
        "Make a list of it: list(...), or sorted(...) where it is sorted.",
    ),
    Code(
        "P-DIVISION",
        "`/` between integers cuts off the fraction on Python 2 and does not on Python 3; here it cannot be told "
        "whether both are integers.",
        "Write `//` if the result has to be an integer.",
    ),
    Code(
        "P-BYTES",
        "Text is given where Python 3 wants bytes, or the other way round, or it cannot be told which it is.",
        "Call encode('utf-8') on the text first, or decode('utf-8') on the bytes.",
    ),
    Code(
        "P-COMPARE",
        "A comparison function, which Python 3 does not take or does not have.",
        "Give sort() and sorted() a key, or functools.cmp_to_key(...).",
    ),
    Code(
        "P-IMPORT",
        "A module is imported by its bare name from beside the importer, which only Python 2 does; it cannot be told "
        "which module is meant.",
        "Write the import with its package, or with a leading dot.",
    ),
    Code(
        "P-MESSAGE",
        "The `message` of an exception: Python 3 has none, but the class may.",
        "Write str(error), unless the class of the exception defines message.",
    ),
)

ADVICE: dict[str, str] = {code.code: code.advice for code in CODES}
