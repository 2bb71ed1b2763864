"""The finding codes of ``blueprints``: what each means and what a person can do."""

from __future__ import annotations

from flask_modernize.planning.contract import Code

GUIDE = "Blueprints"

CODES: tuple[Code, ...] = (
    Code(
        "B-COMPUTED-ENDPOINT",
        "An endpoint is named by a value that is only known at run time, so the names that it may mean are kept: "
        "their modules register their routes in register_routes(app), without a blueprint.",
        "Name the endpoints by literals, or accept the names as they are.",
    ),
    Code(
        "B-UNKNOWN-ENDPOINT",
        "A route whose endpoint name cannot be told; it stays on the app.",
        "Give the route a literal endpoint=.",
    ),
    Code(
        "B-DOTTED-ENDPOINT",
        "A route of the app with a dot in its endpoint, which blueprints do not allow; it stays on the app.",
        "Move it into the blueprint that its name speaks of.",
    ),
    Code(
        "B-IN-FUNCTION",
        "A function registers routes on the global app; they stay there.",
        "Pass the app to the function, or move the routes to module level.",
    ),
    Code(
        "B-GUARDED",
        "The routes only exist when the module is run as a script, or when a setting of the app says so; they stay on "
        "the app.",
        "Move them out of the block.",
    ),
    Code(
        "B-DECORATED",
        "The names are kept, and a decorator stands above the route, which the route does not see; it stays on the "
        "app.",
        "Put the route's decorator on top.",
    ),
    Code(
        "B-ORDER",
        "Two rules that may match the same URLs would be registered in another order; the routes stay on the app.",
        "Make the rules differ, or move the import.",
    ),
    Code(
        "B-REBOUND",
        "The variable that holds the app is given something else later, so which app is meant cannot be told.",
        "Use two names.",
    ),
    Code(
        "B-TEMPLATE-SYNTAX",
        "The app changes the delimiters of its templates, so that references in them cannot be followed; "
        "the endpoint names are kept.",
        "Use Jinja's own delimiters.",
    ),
    Code(
        "B-SPLIT",
        "Models, forms, or the routes of one URL prefix need something of their file that has to stay there, so they "
        "stay, too.",
        "Move what they share into a module of its own, and run again.",
    ),
    Code(
        "B-SHARED",
        "Another app of the repository has its routes in the same file, or uses the same template, with other endpoint"
        " names.",
        "Give each app a file and templates of its own.",
    ),
)

ADVICE: dict[str, str] = {code.code: code.advice for code in CODES}
