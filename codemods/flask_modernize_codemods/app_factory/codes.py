"""The finding codes of ``app-factory``: what each means and what a person can do."""

from __future__ import annotations

from flask_modernize.planning.contract import Code

GUIDE = "App Factory"

CODES: tuple[Code, ...] = (
    Code(
        "F-BOUND-EXTENSION",
        "An extension is bound to the application where it is made, and code elsewhere uses it.",
        "Run unbound-extensions first, or make it without the application and call init_app().",
    ),
    Code(
        "F-NAME-ESCAPES",
        "A start-up statement binds a name with the help of the application, and functions or other modules use it.",
        "Make the value where it is used, from current_app, or keep it in app.extensions.",
    ),
    Code(
        "F-SHARED",
        "A remark: a module-level value is made with the help of the application, and functions of the module read it. "
        "Each application that is made sets it anew.",
        "Keep it in app.extensions, if there is ever more than one application in a process.",
    ),
    Code(
        "F-IMPORT-TIME",
        "A class body, a default argument or a decorator needs the application while the module is imported.",
        "Read the value in a function, from current_app.",
    ),
    Code(
        "F-NO-CONTEXT",
        "A function that uses the application runs without an application context (a thread, a scheduled job, a "
        "script), so current_app is not there.",
        "Pass the application to the function.",
    ),
    Code(
        "F-STREAM",
        "A generator uses the application while a response is streamed, when the context is gone already.",
        "Wrap the generator in stream_with_context(), or read the value before it starts.",
    ),
    Code(
        "F-DECORATOR-ORDER",
        "Another decorator stands above the application's, so the application holds a function that has no name.",
        "Put the application's decorator on top.",
    ),
    Code(
        "F-REBOUND",
        "The application, or a name that start-up statements read, is bound more than once.",
        "Use one name for one thing.",
    ),
    Code(
        "F-CONDITIONAL",
        "The application is made under an if, a try or in a loop.",
        "Make the application in one place, and the difference a matter of configuration.",
    ),
    Code(
        "F-HAS-FACTORY",
        "The module has a create_app of its own, or the application is made by another function.",
        "Move what is left at module level into that function.",
    ),
    Code(
        "F-IDLE",
        "A remark: an application that nothing is registered on, loaded into or run from: it is for functions that "
        "want one, or for nothing.",
        "Remove it if nothing uses it; else use current_app, or make it where it is used.",
    ),
    Code(
        "F-SHARED-LINE",
        "A statement to be moved shares its line with one that stays.",
        "Put one statement on a line.",
    ),
    Code(
        "F-SEVERAL-APPS",
        "Statements or functions of one module use two applications.",
        "Give each application a module of its own.",
    ),
    Code(
        "F-GLOBAL",
        "A function rebinds or deletes the module-level application.",
        "Configure the application in place instead.",
    ),
    Code(
        "F-SCRIPT",
        "A script or test uses the module-level application in a way that needs the name: it replaces it, takes it by "
        "a star import, or has a create_app of its own.",
        "Import the application by its name there, and configure it instead of replacing it.",
    ),
    Code(
        "F-ENTRY-POINT",
        "A remark: a file names the application in a way that cannot be rewritten. The module still has it under its "
        "old name, where an attribute of the module is asked for.",
        "Name the factory there.",
    ),
)

ADVICE: dict[str, str] = {code.code: code.advice for code in CODES}
