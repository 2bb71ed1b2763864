"""Faults planted into small applications: each must be found, and be called what it is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flask_modernize.verify.compare import compare
from flask_modernize.verify.differences import Comparison
from flask_modernize.verify.runs import Limits, ProbeServer, Target, probe, requests_of

APPS = Path(__file__).parents[2] / "verify_apps"
STARTS = {"shop": "app:app", "journal": "journal:app", "api": "app:app", "pages": "app:app"}
LIMITS = Limits(seconds=30)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the probe's server forks")


@dataclass(frozen=True, slots=True)
class Fault:
    """A text of one file that is replaced by another, and the kind of difference by which it must be named."""

    title: str
    app: str
    old: str
    new: str
    kind: str
    where: str = ""
    """What must stand in the difference's place."""
    path: str = ""


def fault(title: str, app: str, old: str, new: str, kind: str, where: str = "", path: str = "") -> Fault:
    return Fault(title, app, old, new, kind, where, path or STARTS[app].partition(":")[0] + ".py")


MINE = '@app.route("/mine")\n'
POPULAR = '@app.route("/popular")\n'

FIRST, SECOND = (
    f'''@app.after_request
def add_{name}(response):
    response.headers["X-Order"] = response.headers.get("X-Order", "") + "{name}"
    return response


'''
    for name in ("first", "second")
)

FAULTS = (
    fault("lost route", "shop", MINE, "", "route-missing", "/mine"),
    fault("another URL", "journal", '"/popular"', '"/best"', "route-missing", "/popular"),
    fault("a second route", "journal", POPULAR, POPULAR + '@app.route("/hot")\n', "route-added", "/hot"),
    fault("changed method", "journal", '"/add", methods=["POST"]', '"/add", methods=["PUT"]', "route-methods", "/add"),
    fault("method added", "shop", 'delete", methods=["POST"]', 'delete", methods=["GET", "POST"]', "route-methods"),
    fault("renamed endpoint", "pages", '@app.route("/slow")', '@app.route("/slow", endpoint="x")', "route-endpoint"),
    fault("lost defaults", "pages", 'defaults={"page": 1}', 'defaults={"page": 2}', "route-options", "/limited"),
    fault("slash insisted upon", "api", '"/tea")', '"/tea", strict_slashes=False)', "route-options", "/tea"),
    fault(
        "order of routes of one view",
        "pages",
        '@app.route("/plain/")\n@app.route("/simple/")\n',
        '@app.route("/simple/")\n@app.route("/plain/")\n',
        "route-order",
        "plain",
    ),
    fault("another view", "journal", POPULAR, POPULAR + "def x():\n    return ''\n\n", "body", "GET /popular"),
    fault("lost hook", "shop", "@app.before_request\n", "", "hook-missing", "before each request"),
    fault(
        "hook of one blueprint only",
        "api",
        "@app.before_request\ndef second",
        "@books.before_request\ndef second",
        "hook-missing",
    ),
    fault("hook added", "api", "@app.after_request\n", "@app.teardown_request\n@app.after_request\n", "hook-added"),
    fault("wrong hook order", "pages", f"{FIRST}{SECOND}", f"{SECOND}{FIRST}", "hook-order", "after each request"),
    fault(
        "a hook twice, another gone",
        "pages",
        'add_first(response):\n    response.headers["X-Order"] = response.headers.get("X-Order", "") + "first"',
        'add_second(response):\n    response.headers["X-Order"] = response.headers.get("X-Order", "") + "second"',
        "hook-added",
    ),
    fault("another hook", "pages", "start_timer", "zzz", "hook-missing", "before each request"),
    fault("upload read wrongly", "pages", "sent.read()", "sent.read(5)", "body", "POST /upload"),
    fault("upload kept elsewhere", "pages", '"kept-"', '"lost-"', "files", "POST /upload"),
    fault("lost tear-down", "api", "@app.teardown_appcontext\n", "", "hook-missing", "teardown of the application"),
    fault("lost context processor", "journal", "@app.context_processor\n", "", "hook-missing", "context processors"),
    fault(
        "context without a name", "journal", '{"site_name": "Journal"}', "{}", "template-context", "show_entries.html"
    ),
    fault("lost shell context", "pages", "@app.shell_context_processor\n", "", "hook-missing", "shell context"),
    fault("lost URL default", "pages", "@app.url_defaults\n", "", "hook-missing", "URL defaults"),
    fault("missing error handler", "shop", "@app.errorhandler(404)\n", "", "error-handler-missing", "404"),
    fault("handler of another error", "api", "errorhandler(Teapot)", "errorhandler(KeyError)", "error-handler-missing"),
    fault("handler of a blueprint", "api", "@app.errorhandler(HTTP", "@books.errorhandler(HTTP", "error-handler-added"),
    fault("template filter gone", "pages", '@app.template_filter("shout")\n', "", "template-filter", "shout"),
    fault("template filter renamed", "shop", "template_filter()", 'template_filter("cash")', "template-filter", "cash"),
    fault("template test gone", "pages", '@app.template_test("even")\n', "", "template-test", "even"),
    fault("template global gone", "pages", "@app.template_global()\n", "", "template-global", "greeting"),
    fault("Jinja option", "pages", "trim_blocks = True", "trim_blocks = False", "template-options", "trim_blocks"),
    fault(
        "autoescape off",
        "shop",
        "app = Flask(__name__)",
        "app = Flask(__name__)\napp.jinja_env.autoescape = False",
        "template-options",
        "autoescape",
    ),
    fault(
        "autoescape off in a template",
        "journal",
        "{{ entry.text }}",
        "{{ entry.text|safe }}",
        "body",
        "GET /",
        "templates/show_entries.html",
    ),
    fault("CLI command renamed", "shop", '"add-product"', '"add_product"', "command-missing", "add-product"),
    fault(
        "command of a group gone",
        "pages",
        '@site_admin.command("purge")',
        "@click.command()",
        "command-missing",
        "purge",
    ),
    fault("option of a command", "pages", "default=30", "default=60", "command-parameters", "days"),
    fault(
        "changed config type",
        "shop",
        '"ITEMS_PER_PAGE"] = 2',
        '"ITEMS_PER_PAGE"] = "2"',
        "config-type",
        "ITEMS_PER_PAGE",
    ),
    fault("number to text", "pages", '"RATIO"] = 0.5', '"RATIO"] = "0.5"', "config-type", "RATIO"),
    fault("config value", "pages", '"RETRIES"] = 3', '"RETRIES"] = 4', "config-value", "RETRIES"),
    fault("config inside of a value", "pages", '"ann", "bob"', '"ann"', "config-value", "SITE"),
    fault("secret", "pages", "k-12345", "k-54321", "config-value", "API_KEY"),
    fault("lost config key", "shop", 'app.config["CURRENCY"] = "EUR"\n', "", "config-missing", "CURRENCY"),
    fault("debug on", "journal", "DEBUG=False", "DEBUG=True", "config-value", "DEBUG"),
    fault("session cookie flag", "shop", 'SAMESITE"] = "Lax"', 'SAMESITE"] = None', "cookie-flags", "session"),
    fault("lost cookie flag", "pages", "httponly=True, ", "", "cookie-flags", "theme"),
    fault(
        "lost cookie",
        "pages",
        "    response.set_cookie(",
        "    return response\n    response.set_cookie(",
        "cookie-missing",
        "theme",
    ),
    fault("cookie value", "pages", 'get("theme", "dark")', 'get("theme", "blue")', "cookie-value", "theme"),
    fault("session content", "shop", '("visits", 0) + 1', '("visits", 0) + 2', "session"),
    fault("changed status", "api", "jsonify(id=book.id), 201", "jsonify(id=book.id), 200", "status", "POST /books/"),
    fault(
        "error instead of 404",
        "api",
        '    if book is None:\n        return jsonify(error="no such book"), 404\n',
        "",
        "status",
        "987654",
    ),
    fault(
        "redirect target changed",
        "journal",
        'flash("You were logged out")\n    return redirect(url_for("show_entries"))',
        'flash("You were logged out")\n    return redirect(url_for("login"))',
        "redirect",
        "GET /logout",
    ),
    fault("status of a redirect", "pages", "code=303", "code=302", "status", "POST /contact"),
    fault(
        "lost header",
        "shop",
        '"X-Frame-Options"] = "DENY"',
        '"X-Frame-Options"] = "SAMEORIGIN"',
        "header",
        "x-frame-options",
    ),
    fault("content type", "pages", 'mimetype="application/xml"', 'mimetype="text/html"', "header", "content-type"),
    fault("lost ORDER BY", "shop", ".order_by(Product.name, Product.id)", "", "sql-order-by", "GET /"),
    fault("reversed ORDER BY", "journal", "order by likes", "order by likes desc", "sql-order-by", "GET /popular"),
    fault("dropped WHERE", "shop", ".filter_by(hidden=False)", "", "sql-where", "GET /"),
    fault("another WHERE", "api", "Book.year == year", "Book.year >= year", "sql-where", "GET /books/year"),
    fault("value in a WHERE", "shop", "Product.price < 3", "Product.price < 2", "sql-parameters", "GET /mine"),
    fault("lost LIMIT", "shop", '.limit(app.config["ITEMS_PER_PAGE"])', "", "sql-limit", "GET /mine"),
    fault(
        "duplicated rows",
        "api",
        ".join(Author.books).distinct()",
        ".join(Author.books, isouter=True)",
        "sql",
        "GET /authors",
    ),
    fault("a query for each row", "api", ".options(joinedload(Book.author))", "", "sql-added", "GET /books/"),
    fault(
        "missing commit",
        "shop",
        "    db.session.delete(found)\n    db.session.commit()\n",
        "    db.session.delete(found)\n",
        "data",
        "product",
    ),
    fault(
        "missing commit of sqlite3",
        "journal",
        'where id = ?", [entry_id])\n    db.commit()\n',
        'where id = ?", [entry_id])\n',
        "data",
        "entries",
    ),
    fault("not saved", "api", '        book.title = request.get_json()["title"]\n', "", "data", "books"),
    fault(
        "other values saved",
        "shop",
        "price=form.price.data, hidden=False",
        "price=form.price.data, hidden=True",
        "data",
        "product",
    ),
    fault(
        "global CSRF",
        "shop",
        "login = LoginManager(app)",
        "from flask_wtf import CSRFProtect\nCSRFProtect(app)\nlogin = LoginManager(app)",
        "extension-added",
        "csrf",
    ),
    fault(
        "login required",
        "shop",
        '@app.route("/mine")\n@login_required\n',
        '@app.route("/mine")\n',
        "status",
        "GET /mine",
    ),
    fault("login view", "shop", 'login_view = "sign_in"', 'login_view = "index"', "extension-changed", "login_view"),
    fault(
        "lost column",
        "shop",
        "    hidden = db.Column(db.Boolean, default=False)\n",
        "    hidden = False\n",
        "column",
        "product.hidden",
    ),
    fault("nullable column", "api", "String(50), nullable=False", "String(50)", "column", "authors.name"),
    fault(
        "lost constraint",
        "api",
        '    __table_args__ = (UniqueConstraint("title", "author_id"),)\n',
        "",
        "constraint",
        "books",
    ),
    fault("renamed table", "api", '__tablename__ = "books"', '__tablename__ = "book"', "table-missing", "books"),
    fault("another template", "journal", '"login.html"', '"show_entries.html"', "templates", "GET /login"),
    fault("lost flash", "journal", '    flash("You were logged out")\n', "", "flashes", "GET /logout"),
    fault("mail to another", "pages", '"ann@example.com"', '"bob@example.com"', "mails", "POST /contact"),
    fault(
        "mail not sent",
        "pages",
        'threading.Thread(target=send, args=(request.form["message"],)).start()',
        'request.form["message"]',
        "mails",
        "POST /contact",
    ),
    fault("log level", "shop", "app.logger.warning(", "app.logger.error(", "logs", "POST /sign-in"),
    fault(
        "JSON in another order",
        "api",
        "jsonify(title=book.title, year=book.year)",
        "jsonify(year=book.year, title=book.title)",
        "json-layout",
    ),
    fault("JSON value", "api", '"title": book.title, "by"', '"title": book.title.upper(), "by"', "json", "GET /books/"),
    fault("exception in a hook", "api", 'g.trail = ["first"]', "g.trail = None", "status"),
    fault("error hidden", "journal", "        abort(401)\n", "        return 'no'\n", "status", "POST /add"),
    fault(
        "another error",
        "pages",
        "    return 'page %d' % page".replace("'", '"'),
        "    raise KeyError(page)",
        "status",
        "GET /limited",
    ),
    fault("lost log message", "api", 'logging.getLogger("api").error("book %s created", book.id)', "print()", "logs"),
    fault(
        "work at start",
        "api",
        "app = Flask(__name__)",
        "app = Flask(__name__)\nBase.metadata.create_all(engine)",
        "start",
        "sql",
    ),
    fault(
        "command does something else",
        "shop",
        "name=name, price=price",
        "name=name, price=0",
        "data",
        "flask add-product",
    ),
    fault("command fails", "pages", "click.echo(", "fail(", "exception", "flask site-admin purge"),
    fault(
        "error page with another status",
        "shop",
        'render_template("404.html"), 404',
        'render_template("404.html")',
        "status",
        "error 404",
    ),
    fault(
        "middleware",
        "pages",
        '@app.route("/slow")',
        "from werkzeug.middleware.proxy_fix import ProxyFix\n"
        'app.wsgi_app = ProxyFix(app.wsgi_app)\n@app.route("/slow")',
        "application",
        "middleware",
    ),
    fault(
        "static folder",
        "pages",
        "app = Flask(__name__)",
        'app = Flask(__name__, static_url_path="/s")',
        "route-missing",
        "/static",
    ),
    fault(
        "converter",
        "api",
        'app.url_map.converters["year"] = YearConverter\n',
        "from werkzeug.routing import IntegerConverter\napp.url_map.converters['year'] = IntegerConverter\n",
        "application",
        "converters",
    ),
)


@pytest.fixture(scope="module")
def records() -> dict[str, Mapping[str, Any]]:
    """What the applications do without a fault, filled in when first asked for."""
    return {}


def files_of(app: str) -> dict[str, bytes]:
    root = APPS / app
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def record_of(app: str, records: dict[str, Mapping[str, Any]], server: ProbeServer) -> Mapping[str, Any]:
    if app not in records:
        records[app] = probe(Target(files_of(app), STARTS[app]), limits=LIMITS, server=server)
    return records[app]


def compared(app: str, files: Mapping[str, bytes], record: Mapping[str, Any], server: ProbeServer) -> Comparison:
    after = probe(Target(files, STARTS[app]), replay=requests_of(record), limits=LIMITS, server=server)
    return compare(record, after)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.app}-{fault.title.replace(' ', '-')}")
def test_a_planted_fault_is_found_and_named(
    fault: Fault, records: dict[str, Mapping[str, Any]], probe_server: ProbeServer
) -> None:
    files = files_of(fault.app)
    text = files[fault.path].decode()
    assert text.count(fault.old) >= 1, "there is no such text to replace"
    files[fault.path] = text.replace(fault.old, fault.new).encode()
    comparison = compared(fault.app, files, record_of(fault.app, records, probe_server), probe_server)
    named = [each for each in comparison.differences if each.kind == fault.kind and fault.where in each.where]
    assert named, "\n".join(f"{each.kind}: {each.where}" for each in comparison.differences) or "nothing was found"


@pytest.mark.parametrize("app", STARTS)
def test_no_false_alarm(app: str, records: dict[str, Mapping[str, Any]], probe_server: ProbeServer) -> None:
    files = files_of(app)
    for _ in range(5):
        comparison = compared(app, files, record_of(app, records, probe_server), probe_server)
        assert comparison.differences == ()
        assert comparison.requests > 15
