"""The finding codes of ``unbound-extensions``: what each means and what a person can do."""

from __future__ import annotations

from flask_modernize.planning.contract import Code

GUIDE = "App Factory"

CODES: tuple[Code, ...] = (
    Code(
        "X-CONDITIONAL",
        "The extension is bound, or the app is made, only under a condition (`if`, `try`, `__main__`), so that the "
        "instance may not exist at all.",
        "Make the instance without the app at module level and call init_app() under the condition.",
    ),
    Code(
        "X-SHAPE",
        "The extension is made inside of a larger expression or a class body, or kept in something other than a name.",
        "Give the instance a module-level name of its own.",
    ),
    Code(
        "X-NO-INIT-APP",
        "This class has no init_app(): it needs the app when it is made.",
        "Make it inside of the application factory, or replace the extension by one that is kept up.",
    ),
    Code(
        "X-UNKNOWN",
        "It is not known how this extension divides its arguments between constructor and init_app().",
        "If it has an init_app(), write `ext = Ext()` and `ext.init_app(app)` by hand; or point the option "
        "`site-packages` at the packages of the project.",
    ),
    Code(
        "X-CONSTRUCTOR",
        "A class of the project has a constructor of its own that does more with the app than to call init_app().",
        "Let the constructor end in `if app is not None: self.init_app(app)` and run again.",
    ),
    Code(
        "X-ARGUMENTS",
        "Arguments that cannot be divided between constructor and init_app(): unpacked ones, or too many.",
        "Write the arguments out by name.",
    ),
    Code(
        "X-VERSION",
        "The arguments, or what is used of the instance, mean different things in different versions of the extension, "
        "and the project does not declare which it has.",
        "Pin the extension in the requirements and run again.",
    ),
    Code(
        "X-ORDER",
        "What is registered on the extension after init_app() is lost, and init_app() cannot move below it.",
        "Register everything at module level before init_app().",
    ),
    Code(
        "X-IN-PLACE",
        "A remark: the extension is unbound, but its instance stays in its module, because what its constructor is "
        "given is not to be had in the extensions module.",
        "Move the class or value that it needs to a module that does not import the app.",
    ),
    Code(
        "X-CONTEXT",
        "A remark: the extension is used outside of an application context, which only a bound instance allows; "
        "the app is kept on it, or a context is opened.",
        "Open an application context there (`with app.app_context():`), and drop the assignment.",
    ),
)

ADVICE: dict[str, str] = {code.code: code.advice for code in CODES}
