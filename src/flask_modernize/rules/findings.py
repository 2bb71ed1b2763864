"""The finding codes that all library migrations share: for code, and for dependency files."""

from __future__ import annotations

from flask_modernize.planning.contract import Code

REMOVED = "L-REMOVED"
RECEIVER = "L-RECEIVER"
ARGUMENTS = "L-ARGUMENTS"
VALUE = "L-VALUE"
ASSIGNED = "L-ASSIGNED"
NAME_TAKEN = "L-NAME-TAKEN"
FALLBACK = "L-FALLBACK"
SETTING = "L-SETTING"
TEMPLATE = "L-TEMPLATE"

RULE_CODES = (
    Code(
        REMOVED,
        "The library no longer has this, or does something else, and what to do instead depends on the application.",
        "Do what the finding says; its text names the replacement.",
    ),
    Code(
        RECEIVER,
        "A member of that name is gone from the library, but whose member this one is cannot be told.",
        "If the object is the library's, change it as the finding says; if not, silence it with an ignore comment.",
    ),
    Code(
        ARGUMENTS,
        "The call has to be written otherwise, but its arguments (``*args``, an unusual number of them, or one that"
        " would be evaluated twice) do not let it be told how.",
        "Rewrite the call by hand as the finding says.",
    ),
    Code(
        VALUE,
        "A keyword argument is no longer taken, and the value that it has here made a difference.",
        "Do what the finding says before you remove it.",
    ),
    Code(
        ASSIGNED,
        "The application assigns to a member that is gone or is computed today.",
        "Do what the finding says.",
    ),
    Code(
        NAME_TAKEN,
        "The new name would have to be imported, but this file uses that name for something else.",
        "Import it under another name, by hand.",
    ),
    Code(
        FALLBACK,
        "An import stands in a ``try`` with a fallback, and neither of the two works with today's version.",
        "Leave only the import that today's version has.",
    ),
    Code(
        SETTING,
        "A configuration key has another name, meaning or place today, or none, and not all of its places can be"
        " changed: one that is not proven to be about the configuration, or whose value is not written out.",
        "Change all places of the key together, as the finding says.",
    ),
    Code(
        TEMPLATE,
        "Something in a template means something else today, or cannot be rewritten where it stands.",
        "Change the template as the finding says.",
    ),
)

FIXED = "D-FIXED"
HASHES = "D-HASHES"
PIN_CODES = (
    Code(
        FIXED,
        "The version of a library is declared where it cannot be changed safely: installed from a URL, put together by"
        " code, or only for some environments of tox.",
        "Declare the version that the finding names.",
    ),
    Code(
        HASHES,
        "The version of a library is pinned with the hashes of its files, which only a tool can renew.",
        "Run the command that the finding names.",
    ),
)
