"""Boots a Flask application and writes down how it behaves. Runs under the application's own interpreter.

One script, the standard library only, Python 3.8 and later, Flask 0.12 and later, SQLAlchemy 1.3 and later if at all:

    python probe.py JOB.json            one job
    python probe.py --serve MODULE...   a server: imports the modules, then forks for each job that a line on
                                        standard input names, and answers with a line when its result is there

A job is an object with `root` (a directory that is the probe's own: it is written to), `app` ("module:object" or
"module:factory"), `result` (the file to write) and, optional, what `Job` names. The result is one JSON object: either
`{"failure": {...}}` or the record, whose parts are made by the functions `*_record` below.

What the application can do is fenced in: no network but loopback, a clock and random numbers that are the same in
every run, databases that are SQLite files below `root`, mails that are caught, limits of time and memory.
"""

from __future__ import annotations

import ast
import base64
import builtins
import contextlib
import copyreg
import datetime
import functools
import hashlib
import html.parser
import importlib
import importlib.machinery
import inspect
import io
import json
import logging
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import sys
import textwrap
import threading
import time
import traceback
import types
import urllib.parse
import uuid
import warnings
from typing import Any, Callable, Dict, Iterable, Iterator

Record = Dict[str, Any]

EPOCH = 1_700_000_000
"""What the clock says at start, in seconds; one more for every request."""
REQUEST_SECONDS = 5
BODY_BYTES = 400_000
"""More of a body is neither read nor kept."""
ROWS = 3
"""Rows made in each empty table."""
PASSWORD = "password"
USER_AGENT = "flask-modernize"
SERVER_NAMES = ("localhost", "127.0.0.1", "::1", "")


class Job:
    """What is asked for."""

    def __init__(self, settings: Record) -> None:
        self.root: str = os.path.realpath(settings["root"])
        self.app: str = settings["app"]
        self.result: str = settings["result"]
        # Directories below the root, or absolute ones, from which the application's modules are imported.
        self.paths: list[str] = settings.get("paths") or ["."]
        # Requests to send first, in order, with one cookie jar.
        self.requests: list[Record] = settings.get("requests") or []
        # Requests that another run found, to be sent as they are; None: find them here.
        self.replay: list[Record] | None = settings.get("replay")
        self.automatic: bool = settings.get("automatic", True)
        self.limit: int = settings.get("automatic_limit", 400)
        self.environment: dict[str, str] = settings.get("environment") or {}
        self.seconds: float = settings.get("seconds", 60)
        self.memory: int = settings.get("memory", 4 << 30)
        self.frozen_clock: bool = settings.get("frozen_clock", True)
        self.scratch: str = os.path.join(self.root, ".flask-modernize-scratch")


class Failure(Exception):
    """The application cannot be run: the stage at which it ended, and why."""

    def __init__(self, stage: str, message: str, details: str = "") -> None:
        super().__init__(message)
        self.stage, self.message, self.details = stage, message, details


# -- what is seen while the application runs ------------------------------------------------------------------------


class Seen:
    """What happened since it was last taken out, in order."""

    def __init__(self) -> None:
        self.events: dict[str, list[Any]] = {}
        self.written = False

    def add(self, kind: str, event: Any) -> None:
        self.events.setdefault(kind, []).append(event)

    def take(self) -> Record:
        events, self.events, self.written = self.events, {}, False
        return events


class World:
    """The state that the fences share; made anew for each job."""

    def __init__(self) -> None:
        self.job: Job | None = None
        self.seen = Seen()
        self.clock: float | None = float(EPOCH)
        self.random = random.Random(0)
        self.drawn: list[bytes] = []
        self.engines: list[Any] = []
        self.tables: list[Any] = []
        self.database_files: list[str] = []
        self.quiet = 0

    def reseed(self, number: int) -> None:
        self.random.seed(number)
        random.seed(number)
        if self.clock is not None:
            self.clock = float(EPOCH + number)


WORLD = World()


@contextlib.contextmanager
def unseen() -> Iterator[None]:
    """What happens inside is the probe's own doing."""
    WORLD.quiet += 1
    try:
        yield
    finally:
        WORLD.quiet -= 1


def see(kind: str, event: Any) -> None:
    if not WORLD.quiet:
        WORLD.seen.add(kind, event)


# -- fences: clock and random numbers -------------------------------------------------------------------------------

REAL_DATETIME, REAL_DATE = datetime.datetime, datetime.date
REAL_TIME, REAL_SLEEP = time.time, time.sleep
REAL_GMTIME, REAL_LOCALTIME = time.gmtime, time.localtime


def now() -> float:
    return REAL_TIME() if WORLD.clock is None else WORLD.clock


class _Stand(type):
    """Makes values of the real class pass for values of its stand-in."""

    def __instancecheck__(cls, value: Any) -> bool:
        real = cls.__dict__.get("real")
        return isinstance(value, real) if real else type.__instancecheck__(cls, value)

    def __subclasscheck__(cls, other: type) -> bool:
        real = cls.__dict__.get("real")
        return issubclass(other, real) if real else type.__subclasscheck__(cls, other)


class FrozenDatetime(datetime.datetime, metaclass=_Stand):
    real = REAL_DATETIME

    def __new__(cls, *args: Any, **keywords: Any) -> Any:
        return REAL_DATETIME.__new__(REAL_DATETIME if cls is FrozenDatetime else cls, *args, **keywords)

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return cls.fromtimestamp(now(), tz)

    @classmethod
    def utcnow(cls) -> Any:
        return cls.fromtimestamp(now(), datetime.timezone.utc).replace(tzinfo=None)

    @classmethod
    def today(cls) -> Any:
        return cls.fromtimestamp(now())


class FrozenDate(datetime.date, metaclass=_Stand):
    real = REAL_DATE

    def __new__(cls, *args: Any, **keywords: Any) -> Any:
        return REAL_DATE.__new__(REAL_DATE if cls is FrozenDate else cls, *args, **keywords)

    @classmethod
    def today(cls) -> Any:
        return cls.fromtimestamp(now())


def freeze_clock() -> None:
    """Time stands still within a request; sleeping moves it on at once."""
    for stand, real in ((FrozenDatetime, REAL_DATETIME), (FrozenDate, REAL_DATE)):
        stand.__name__ = stand.__qualname__ = real.__name__
        stand.__module__ = "datetime"
    # A value of the real class is pickled by the name of its class, which now means the stand-in.
    register: Any = copyreg.pickle
    register(REAL_DATETIME, lambda value: (FrozenDatetime, value.__reduce_ex__(2)[1]))
    register(REAL_DATE, lambda value: (FrozenDate, value.__reduce_ex__(2)[1]))
    module: Any = datetime
    module.datetime, module.date = FrozenDatetime, FrozenDate
    clock: Any = time
    clock.time = now
    clock.time_ns = lambda: int(now() * 1_000_000_000)
    clock.gmtime = lambda seconds=None: REAL_GMTIME(now() if seconds is None else seconds)
    clock.localtime = lambda seconds=None: REAL_LOCALTIME(now() if seconds is None else seconds)
    real_strftime, real_ctime = time.strftime, time.ctime
    clock.strftime = lambda form, value=None: real_strftime(form, REAL_LOCALTIME(now()) if value is None else value)
    clock.ctime = lambda seconds=None: real_ctime(now() if seconds is None else seconds)
    clock.sleep = sleep


def sleep(seconds: float) -> None:
    if WORLD.clock is None or threading.current_thread() is not threading.main_thread():
        REAL_SLEEP(seconds)
    else:
        WORLD.clock += seconds


def drawn_bytes(count: int) -> bytes:
    drawn = bytes(WORLD.random.getrandbits(8) for _ in range(count))
    WORLD.drawn.append(drawn)
    return drawn


def settle_random_numbers() -> None:
    WORLD.random.seed(0)
    system: Any = os
    system.urandom = drawn_bytes
    module: Any = random
    module._urandom = drawn_bytes
    random.seed(0)


def is_drawn(value: Any) -> bool:
    """Whether a value was made from random bytes in this run, as `secrets` and `uuid` do."""
    if isinstance(value, bytes):
        return len(value) >= 8 and value in WORLD.drawn
    if isinstance(value, str) and len(value) >= 8:
        forms = (lambda b: b.hex(), lambda b: base64.urlsafe_b64encode(b).rstrip(b"=").decode())
        return any(
            form(drawn) == value.replace("-", "") or form(drawn) == value for drawn in WORLD.drawn for form in forms
        )
    return False


# -- fences: network, mail, servers ---------------------------------------------------------------------------------


def refuse_network() -> None:
    cls: Any = socket.socket
    real_connect, real_connect_ex, real_sendto = cls.connect, cls.connect_ex, cls.sendto
    real_getaddrinfo = socket.getaddrinfo

    def allowed(sock: Any, address: Any) -> bool:
        if sock.family == getattr(socket, "AF_UNIX", None) or not isinstance(address, tuple):
            return True
        host = str(address[0])
        local = host in SERVER_NAMES or host.startswith("127.")
        see("network" if not local else "local services", f"{host}:{address[1]}")
        return local

    def connect(self: Any, address: Any) -> Any:
        if not allowed(self, address):
            raise ConnectionRefusedError("the network is closed while the application is verified")
        return real_connect(self, address)

    def connect_ex(self: Any, address: Any) -> Any:
        return real_connect_ex(self, address) if allowed(self, address) else 111

    def sendto(self: Any, data: Any, *rest: Any) -> Any:
        if not allowed(self, rest[-1]):
            raise ConnectionRefusedError("the network is closed while the application is verified")
        return real_sendto(self, data, *rest)

    def getaddrinfo(host: Any, port: Any, *rest: Any, **keywords: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is None or name in SERVER_NAMES or re.match(r"[\d.]+$|[0-9a-fA-F:]+$", name):
            return real_getaddrinfo(host, port, *rest, **keywords)
        see("network", f"{name}:{port}")
        raise socket.gaierror(socket.EAI_NONAME, "the network is closed while the application is verified")

    cls.connect, cls.connect_ex, cls.sendto = connect, connect_ex, sendto
    module: Any = socket
    module.getaddrinfo = getaddrinfo


def catch_mail(smtplib: Any) -> None:
    class Server:
        """Takes every message and sends none."""

        def __init__(self, *args: Any, **keywords: Any) -> None:
            self.esmtp_features: Record = {}
            self.sock = None

        def __enter__(self) -> Any:
            return self

        def __exit__(self, *args: Any) -> None:
            return None

        def sendmail(self, sender: Any, receivers: Any, message: Any, *args: Any, **keywords: Any) -> Record:
            text = message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)
            names = [receivers] if isinstance(receivers, str) else sorted(str(each) for each in receivers)
            see("mails", {"from": str(sender), "to": names, "message": plain_mail(text)})
            return {}

        def send_message(
            self, message: Any, from_addr: Any = None, to_addrs: Any = None, *args: Any, **kw: Any
        ) -> Record:
            receivers = to_addrs or [each for key in ("To", "Cc", "Bcc") for each in message.get_all(key, [])]
            return self.sendmail(from_addr or message["From"], receivers, message.as_string())

        def __getattr__(self, name: str) -> Any:
            return lambda *args, **keywords: (250, b"OK")

    smtplib.SMTP = smtplib.SMTP_SSL = Server


def plain_mail(text: str) -> str:
    """The message without boundaries and identifiers that are drawn for each."""
    for boundary in re.findall(r'boundary="([^"]+)"', text):
        text = text.replace(boundary, "BOUNDARY")
    return re.sub(r"(?im)^(message-id|date):.*$", r"\1: ...", text).replace("\r\n", "\n")


def catch_celery(celery: Any) -> None:
    def apply_async(self: Any, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        see("tasks", [self.name, plain(args or []), plain(kwargs or {})])
        return types.SimpleNamespace(
            id="task", task_id="task", state="PENDING", status="PENDING", result=None, info=None
        )

    task: Any = importlib.import_module("celery.app.task")

    task.Task.apply_async = apply_async


def catch_rq(rq: Any) -> None:
    def enqueue_call(self: Any, func: Any, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        name = func if isinstance(func, str) else named(func)["name"]
        see("tasks", [name, plain(args or []), plain(kwargs or {})])
        return types.SimpleNamespace(id="task", get_id=lambda: "task", meta={}, result=None)

    rq.Queue.enqueue_call = enqueue_call


def refuse_servers(serving: Any) -> None:
    serving.run_simple = lambda *args, **keywords: see("servers", "run_simple")


def see_flask(flask: Any) -> None:
    """Templates are seen where Flask renders them, flashes where they are made."""
    templating: Any = sys.modules["flask.templating"]
    for name in ("_render", "_stream"):
        if hasattr(templating, name):
            setattr(templating, name, _seen_rendering(getattr(templating, name)))
    real_flash = flask.flash

    @functools.wraps(real_flash)
    def flash(message: Any, category: Any = "message") -> Any:
        see("flashes", [str(message), str(category)])
        return real_flash(message, category)

    flask.flash = sys.modules["flask.helpers"].flash = flash  # type: ignore[attr-defined]


def _seen_rendering(real: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(real)
    def render(*args: Any, **keywords: Any) -> Any:
        # (template, context, app) up to Flask 2.1, then (app, template, context).
        context = next((each for each in args if isinstance(each, dict)), {})
        template = next((each for each in args if hasattr(each, "root_render_func")), None)
        defaults = ("g", "request", "session", "config")
        names = sorted(key for key in context if key not in defaults)
        see("templates", [getattr(template, "name", None) or "<string>", names])
        return real(*args, **keywords)

    return render


# -- fences: databases ----------------------------------------------------------------------------------------------

POOL_OPTIONS = (
    "poolclass",
    "pool_size",
    "max_overflow",
    "pool_recycle",
    "pool_timeout",
    "pool_pre_ping",
    "pool_use_lifo",
)
KEPT_OPTIONS = ("echo", "future", "json_serializer", "json_deserializer", "execution_options", "query_cache_size")
READ_ONLY = re.compile(r"\s*(SELECT|PRAGMA|EXPLAIN|WITH)\b", re.IGNORECASE)
INTERNAL = re.compile(
    r"\s*PRAGMA\b|.*\b(sqlite_master|sqlite_temp_master)\b|SELECT CAST\('test", re.IGNORECASE | re.DOTALL
)


def own_database(path: str) -> str:
    """A file of this run for a database that is elsewhere."""
    assert WORLD.job is not None
    os.makedirs(WORLD.job.scratch, exist_ok=True)
    name = hashlib.sha256(path.encode()).hexdigest()[:12] + ".sqlite"
    return os.path.join(WORLD.job.scratch, name)


def is_outside(path: str) -> bool:
    assert WORLD.job is not None
    real = os.path.realpath(path)
    return os.path.isabs(path) and os.path.commonpath([real, WORLD.job.root]) != WORLD.job.root


def watch_sqlalchemy(sqlalchemy: Any) -> None:
    """Every engine is a SQLite one of this run, and every statement is seen."""
    from sqlalchemy import event

    real = sqlalchemy.create_engine

    @functools.wraps(real)
    def create_engine(*args: Any, **keywords: Any) -> Any:
        url = keywords.pop("url", None) or args[0]
        parsed = sqlalchemy.engine.url.make_url(url)
        see("engines", parsed.drivername + ("" if parsed.drivername.startswith("sqlite") else " (run on SQLite)"))
        if not parsed.drivername.startswith("sqlite"):
            url = "sqlite:///" + own_database(repr(parsed))
            keywords = {key: value for key, value in keywords.items() if key in KEPT_OPTIONS}
        elif parsed.database and parsed.database != ":memory:" and is_outside(parsed.database):
            url = "sqlite:///" + own_database(parsed.database)
        engine = real(url, *args[1:], **keywords)
        WORLD.engines.append(engine)
        return engine

    names = ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.engine.create")
    for module in [sys.modules[name] for name in names if name in sys.modules]:
        if getattr(module, "create_engine", None) is real:
            module.create_engine = create_engine  # type: ignore[attr-defined]

    def executed(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        see_statement(statement, parameters)

    def committed(connection: Any) -> None:
        if WORLD.seen.written and not WORLD.quiet:
            WORLD.seen.written = False
            see("sql", ["COMMIT", None])

    engine_class = sqlalchemy.engine.Engine
    event.listen(engine_class, "before_cursor_execute", executed)
    event.listen(engine_class, "commit", committed)
    event.listen(sqlalchemy.Table, "after_parent_attach", lambda table, parent: WORLD.tables.append(table))
    types_by_class = getattr(sys.modules["sqlalchemy.sql.sqltypes"], "_type_map", None)
    if isinstance(types_by_class, dict):
        types_by_class.setdefault(REAL_DATETIME, types_by_class.get(FrozenDatetime))
        types_by_class.setdefault(REAL_DATE, types_by_class.get(FrozenDate))


def see_statement(statement: str, parameters: Any) -> None:
    if WORLD.quiet or INTERNAL.match(statement):
        return
    if not READ_ONLY.match(statement):
        WORLD.seen.written = True
    see("sql", [" ".join(statement.split()), plain(parameters)])


def watch_sqlite() -> None:
    """Plain connections: of files below the root, and seen; SQLAlchemy has its own door to sqlite3."""
    real = sqlite3.connect

    def connect(database: Any, *args: Any, **keywords: Any) -> Any:
        path = os.fspath(database) if not isinstance(database, bytes) else os.fsdecode(database)
        if WORLD.job is not None and path and path != ":memory:" and not path.startswith("file:"):
            if is_outside(path):
                path = own_database(path)
            if os.path.realpath(path) not in WORLD.database_files:
                WORLD.database_files.append(os.path.realpath(path))
        connection = real(path, *args, **keywords)
        connection.set_trace_callback(lambda statement: see_statement(statement, None))
        return connection

    module: Any = sqlite3
    module.connect = connect


# -- fences: logs, warnings, imports --------------------------------------------------------------------------------

QUIET_LOGGERS = ("sqlalchemy", "asyncio", "concurrent", "urllib3")


def see_logs() -> None:
    real = logging.Logger.handle

    def handle(self: Any, record: Any) -> Any:
        if not record.name.startswith(QUIET_LOGGERS):
            try:
                message = record.getMessage()
            except Exception:
                message = str(record.msg)
            error = record.exc_info[1] if record.exc_info and record.exc_info[1] is not None else None
            see("logs", [record.levelname, message, described(error) if error else None])
        return real(self, record)

    cls: Any = logging.Logger
    cls.handle = handle


def see_warnings() -> None:
    def show(message: Any, category: Any, filename: str, lineno: int, file: Any = None, line: Any = None) -> None:
        job = WORLD.job
        if job is not None and os.path.realpath(filename).startswith(job.root + os.sep):
            see("warnings", [category.__name__, str(message)])

    warnings.simplefilter("always")
    module: Any = warnings
    module.showwarning = show


def see_threads() -> None:
    def died(details: Any) -> None:
        see("threads", described(details.exc_value))

    threading.excepthook = died


class AfterImport:
    """Calls functions with modules right after they were imported, before anyone else sees them."""

    def __init__(self, actions: dict[str, Callable[[Any], None]]) -> None:
        self.actions = dict(actions)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        action = self.actions.pop(name, None)
        if action is None:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            return None
        loader: Any = spec.loader
        real = loader.exec_module

        def exec_module(module: Any) -> None:
            real(module)
            assert action is not None
            action(module)

        loader.exec_module = exec_module
        return spec


def put_up_fences() -> None:
    freeze_clock()
    settle_random_numbers()
    refuse_network()
    watch_sqlite()
    see_logs()
    see_warnings()
    see_threads()
    actions: dict[str, Callable[[Any], None]] = {
        "sqlalchemy": watch_sqlalchemy,
        "smtplib": catch_mail,
        "celery": catch_celery,
        "rq": catch_rq,
        "werkzeug.serving": refuse_servers,
        "flask": see_flask,
    }
    for name in list(actions):
        if name in sys.modules:
            actions.pop(name)(sys.modules[name])
    sys.meta_path.insert(0, AfterImport(actions))


def limit_resources(job: Job) -> None:
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (job.memory, job.memory))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class TooLong(BaseException):
    """A request, or the whole job, took longer than it may. No `except Exception` of the application stops it."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: Any) -> None:
        raise TooLong()

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


# -- values and names as JSON ---------------------------------------------------------------------------------------

ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+|\b0x[0-9a-fA-F]{6,}")
SECRET = re.compile(r"SECRET|PASSW|TOKEN|API_?KEY|PRIVATE|CREDENTIAL|SALT|DSN|AUTH_KEY|ACCESS_KEY", re.IGNORECASE)
CREDENTIALS = re.compile(r"://[^/@\s]*:[^/@\s]+@")


def described(error: Any) -> str:
    return clean(f"{type(error).__name__}: {error}")[:2000]


def clean(text: str) -> str:
    """Text without memory addresses and without the directory that the application was put into."""
    if WORLD.job is not None:
        text = text.replace(WORLD.job.root, "<root>")
    return ADDRESS.sub("", text)


def plain(value: Any) -> Any:
    """A value as JSON can hold it; the same text for the same value in every process."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return clean(str(value))
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"bytes": hashlib.sha256(bytes(value)).hexdigest()[:16], "length": len(bytes(value))}
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(each) for each in value), key=repr)
    if isinstance(value, (REAL_DATETIME, REAL_DATE, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return str(value)
    if isinstance(value, type) or inspect.isroutine(value):
        return "<{}>".format(named(value)["name"])
    cls: Any = type(value)
    return clean(repr(value))[:500] if cls.__repr__ is not object.__repr__ else f"<{cls.__name__}>"


def type_name(value: Any) -> str:
    if isinstance(value, (str, int, float, bool, bytes, list, tuple, dict, set)) or value is None:
        return type(value).__name__
    return str(type(value).__name__)


def named(function: Any) -> Record:
    """The name of a function without its module, where it is from, and whether it is the project's own."""
    while isinstance(function, functools.partial):
        function = function.func
    if type(function).__name__ == "LocalProxy":
        # Asking it anything asks what it stands for at this moment.
        return {"name": "LocalProxy", "module": "werkzeug.local", "own": False, "full": "werkzeug.local.LocalProxy"}
    holder = getattr(function, "__self__", None)
    target = inspect.unwrap(function) if callable(function) else function
    name = getattr(target, "__qualname__", None) or getattr(target, "__name__", None)
    if name is None:
        target = type(target)
        name = target.__qualname__
    elif holder is not None and not isinstance(holder, (type, types.ModuleType)):
        name = "{}.{}".format(type(holder).__name__, name.split(".")[-1])
    module = getattr(target, "__module__", None) or ""
    return {
        "name": name.split("<locals>.")[-1],
        "module": module,
        "own": is_own(module),
        "full": f"{module}.{name}",
    }


@functools.lru_cache(maxsize=None)
def is_own(module_name: str) -> bool:
    module = sys.modules.get(module_name)
    path = getattr(module, "__file__", None)
    return bool(path) and WORLD.job is not None and os.path.realpath(str(path)).startswith(WORLD.job.root + os.sep)


def hidden(value: Any) -> Record:
    return {"hash": hashlib.sha256(b"flask-modernize" + repr(value).encode("utf-8", "replace")).hexdigest()[:16]}


# -- the record of a booted application -----------------------------------------------------------------------------


def rules_record(app: Any) -> list[Record]:
    """The URL map, in the order in which werkzeug gives it."""
    rules = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions.get(rule.endpoint)
        rules.append(
            {
                "rule": rule.rule,
                "methods": sorted(rule.methods or ()),
                "endpoint": rule.endpoint,
                "defaults": plain(rule.defaults or {}),
                "subdomain": rule.subdomain or "",
                "host": rule.host or "",
                "strict_slashes": rule.strict_slashes,
                "redirect_to": plain(rule.redirect_to),
                "websocket": bool(getattr(rule, "websocket", False)),
                "view": named(view) if view is not None else None,
            }
        )
    return rules


HOOKS = (
    "before_first_request_funcs",
    "before_request_funcs",
    "after_request_funcs",
    "teardown_request_funcs",
    "teardown_appcontext_funcs",
    "url_value_preprocessors",
    "url_default_functions",
    "template_context_processors",
    "shell_context_processors",
)


def hooks_record(app: Any) -> Record:
    """Functions of each family in order of registration, by the blueprint that they are for ("" for the app)."""
    record: Record = {}
    for family in HOOKS:
        functions = getattr(app, family, None) or {}
        by_scope = functions if isinstance(functions, dict) else {None: functions}
        record[family] = {
            scope or "": [named(each) for each in several] for scope, several in by_scope.items() if several
        }
    return record


def error_handlers_record(app: Any) -> list[Record]:
    """Handlers by blueprint, status code and exception class."""
    spec = getattr(app, "error_handler_spec", {})
    found = []
    for scope, by_code in spec.items():
        for code, by_class in (by_code or {}).items():
            if not isinstance(by_class, dict):
                by_class = {None: by_class}
            for cls, handler in by_class.items():
                name = cls.__name__ if isinstance(cls, type) else None
                found.append({"scope": scope or "", "code": code, "exception": name, "handler": named(handler)})
    return sorted(found, key=lambda each: (each["scope"], str(each["code"]), str(each["exception"])))


def jinja_record(app: Any) -> Record:
    defaults: Any = importlib.import_module("jinja2.defaults")

    environment = app.jinja_env
    kinds = (
        ("filters", defaults.DEFAULT_FILTERS),
        ("tests", defaults.DEFAULT_TESTS),
        ("globals", defaults.DEFAULT_NAMESPACE),
    )
    record: Record = {}
    for kind, standard in kinds:
        values = getattr(environment, kind)
        record[kind] = {
            name: named(value) if callable(value) else {"value": type_name(value)}
            for name, value in sorted(values.items())
            if name not in standard or standard[name] is not value
        }
    names = ("trim_blocks", "lstrip_blocks", "keep_trailing_newline", "variable_start_string", "block_start_string")
    options: Record = {name: getattr(environment, name) for name in names}
    autoescape = environment.autoescape
    for name in ("page.html", "page.txt", None):
        options[f"autoescape {name}"] = bool(autoescape(name) if callable(autoescape) else autoescape)
    options["undefined"] = environment.undefined.__name__
    options["extensions"] = sorted(name.split(".")[-1] for name in environment.extensions)
    record["options"] = options
    return record


def commands_record(app: Any) -> list[Record]:
    """Commands of `app.cli` and the commands inside of groups, by their full names."""
    found: list[Record] = []

    def walk(group: Any, words: tuple[str, ...]) -> None:
        for name, command in sorted((getattr(group, "commands", None) or {}).items()):
            parameters = [parameter_record(each) for each in command.params]
            callback = command.callback and named(command.callback)
            found.append({"name": " ".join((*words, name)), "parameters": parameters, "callback": callback})
            walk(command, (*words, name))

    walk(getattr(app, "cli", None), ())
    return found


def parameter_record(parameter: Any) -> Record:
    default = parameter.default
    return {
        "name": parameter.name,
        "kind": parameter.param_type_name,
        "options": sorted((*parameter.opts, *parameter.secondary_opts)),
        "type": getattr(parameter.type, "name", str(parameter.type)),
        "required": bool(parameter.required),
        "count": parameter.nargs,
        "multiple": bool(getattr(parameter, "multiple", False)),
        "default": None if "Sentinel" in type(default).__name__ else plain(default),
    }


def config_record(app: Any) -> Record:
    standard = dict(getattr(type(app), "default_config", {}))
    return {
        str(key): value_record(str(key), value, standard)
        for key, value in sorted(app.config.items(), key=lambda i: str(i[0]))
    }


def value_record(key: str, value: Any, standard: Record) -> Record:
    record: Record = {"type": type_name(value), "default": key in standard and standard[key] == value}
    if is_drawn(value):
        record["random"] = True
    elif value is not None and SECRET.search(key) and not isinstance(value, (bool, int, float)):
        record["value"] = hidden(value) if value else value if isinstance(value, str) else plain(value)
    elif isinstance(value, str) and CREDENTIALS.search(value):
        record["value"] = hidden(value)
    elif isinstance(value, dict):
        record["value"] = {str(name): value_record(str(name), each, {}) for name, each in value.items()}
    else:
        record["value"] = plain(value)
    return record


def extensions_record(app: Any) -> Record:
    """Each extension: its class and its plain public attributes."""
    extensions = dict(getattr(app, "extensions", {}))
    if hasattr(app, "login_manager"):
        extensions.setdefault("login_manager", app.login_manager)
    return {
        str(name): {"type": type_name(value), "state": state_record(value)}
        for name, value in sorted(extensions.items(), key=lambda i: str(i[0]))
    }


def state_record(value: Any) -> Record:
    attributes = getattr(value, "__dict__", None)
    if not isinstance(attributes, dict) or isinstance(value, (type, types.ModuleType)):
        return {}
    kept = (str, bool, int, float, type(None))
    state: Record = {}
    for name, each in sorted(attributes.items()):
        if name.startswith("_") or not isinstance(name, str):
            continue
        if isinstance(each, kept) or (isinstance(each, (list, tuple)) and all(isinstance(item, kept) for item in each)):
            state[name] = value_record(name, each, {})
    return state


def application_record(app: Any) -> Record:
    """What else is set on the application object."""
    record: Record = {"class": [cls.__name__ for cls in type(app).__mro__ if is_own(cls.__module__)]}
    names = (
        "name",
        "static_url_path",
        "static_folder",
        "template_folder",
        "root_path",
        "instance_path",
        "testing",
        "debug",
    )
    for name in names:
        record[name] = plain(getattr(app, name, None))
    record["strict_slashes"] = app.url_map.strict_slashes
    record["host_matching"] = bool(getattr(app.url_map, "host_matching", False))
    record["subdomain_matching"] = bool(getattr(app, "subdomain_matching", True))
    record["converters"] = {
        name: cls.__name__ for name, cls in sorted(app.url_map.converters.items()) if is_own(cls.__module__)
    }
    record["logger level"] = logging.getLevelName(app.logger.level)
    record["logger handlers"] = [type(each).__name__ for each in app.logger.handlers]
    for name in (
        "request_class",
        "response_class",
        "test_client_class",
        "json_encoder",
        "json_decoder",
        "session_interface",
        "json",
    ):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = getattr(app, name, None)
        cls = value if isinstance(value, type) or value is None else type(value)
        if cls is not None and is_own(cls.__module__):
            record[name] = cls.__name__
    wrappers: list[str] = []
    layer = getattr(app, "wsgi_app", None)
    while layer is not None and not inspect.ismethod(layer) and len(wrappers) < 20:
        wrappers.append(type(layer).__name__ if not inspect.isfunction(layer) else named(layer)["name"])
        inner = [getattr(layer, name, None) for name in ("app", "wsgi_app", "application", "_app", "wrapped_app")]
        layer = next((each for each in inner if callable(each)), None)
    record["middleware"] = wrappers
    return record


def tables_record() -> Record:
    return {table_name(table): table_record(table) for table in sorted(all_tables(), key=table_name)}


def all_tables() -> list[Any]:
    """Tables that are still in their metadata."""
    found, seen = [], set()
    for table in WORLD.tables:
        if id(table) not in seen and table.metadata.tables.get(table.key) is table:
            seen.add(id(table))
            found.append(table)
    return found


def table_name(table: Any) -> str:
    bind = table.metadata.info.get("bind_key") or table.info.get("bind_key")
    return "{}{}".format(f"{bind}/" if bind else "", table.fullname)


def table_record(table: Any) -> Record:
    columns = {}
    for column in table.columns:
        columns[column.name] = {
            "type": re.sub(r"\s+", " ", clean(repr(column.type))),
            "nullable": bool(column.nullable),
            "primary key": bool(column.primary_key),
            "unique": bool(column.unique),
            "index": bool(column.index),
            "default": default_record(column.default),
            "onupdate": default_record(column.onupdate),
            "server default": column.server_default is not None,
            "references": sorted(
                "{} {}".format(key.target_fullname, key.ondelete or "").strip() for key in column.foreign_keys
            ),
        }
    constraints = []
    for constraint in table.constraints:
        kind = type(constraint).__name__
        if kind in ("UniqueConstraint", "CheckConstraint", "ForeignKeyConstraint", "PrimaryKeyConstraint"):
            text = (
                str(constraint.sqltext) if kind == "CheckConstraint" else ", ".join(c.name for c in constraint.columns)
            )
            constraints.append("{} {} ({})".format(kind, constraint.name or "", text))
    indexes = [
        "{} ({}){}".format(i.name, ", ".join(c.name for c in i.columns), " unique" if i.unique else "")
        for i in table.indexes
    ]
    return {"columns": columns, "constraints": sorted(constraints), "indexes": sorted(indexes)}


def default_record(default: Any) -> Any:
    if default is None:
        return None
    argument = getattr(default, "arg", None)
    return named(argument)["name"] if callable(argument) else plain(argument)


def versions_record() -> Record:
    from importlib import metadata

    found = {"python": "{}.{}".format(*sys.version_info)}
    for name in (
        "flask",
        "werkzeug",
        "jinja2",
        "sqlalchemy",
        "flask-sqlalchemy",
        "flask-login",
        "flask-wtf",
        "wtforms",
        "click",
    ):
        with contextlib.suppress(Exception):
            found[name] = metadata.version(name)
    return found


# -- boot -----------------------------------------------------------------------------------------------------------


def boot(job: Job) -> Any:
    """The application. Raises Failure."""
    module_name, _, name = job.app.partition(":")
    try:
        module = importlib.import_module(module_name)
    except (KeyboardInterrupt, TooLong):
        raise
    except BaseException as error:
        raise Failure("import", f"{module_name} cannot be imported: {described(error)}", shown(error)) from error
    target: Any = module
    for part in filter(None, name.split(".")):
        try:
            target = getattr(target, part)
        except AttributeError as error:
            raise Failure("import", f"{module_name} has no {name!r}") from error
    if not name:
        target = usual(module)
    return application(target, job)


def usual(module: Any) -> Any:
    """As `flask run` finds it."""
    import flask

    for name in ("app", "application"):
        if isinstance(getattr(module, name, None), flask.Flask):
            return getattr(module, name)
    apps = [value for value in vars(module).values() if isinstance(value, flask.Flask)]
    for name in ("create_app", "make_app"):
        if not apps and callable(getattr(module, name, None)):
            return getattr(module, name)
    if len({id(each) for each in apps}) == 1:
        return apps[0]
    raise Failure("import", f"{module.__name__} has no single Flask application")


def application(target: Any, job: Job) -> Any:
    import flask

    if not isinstance(target, flask.Flask) and callable(target):
        try:
            target = target()
        except (KeyboardInterrupt, TooLong):
            raise
        except BaseException as error:
            raise Failure("factory", f"{job.app} fails: {described(error)}", shown(error)) from error
    if hasattr(target, "_get_current_object"):
        target = target._get_current_object()
    if not isinstance(target, flask.Flask):
        raise Failure("factory", f"{job.app} gives a {type(target).__name__}, not a Flask application")
    return target


def shown(error: BaseException) -> str:
    """The traceback without the lines of this script and of the import machinery."""
    entries = traceback.extract_tb(error.__traceback__)
    kept = [each for each in entries if each.filename != __file__ and not each.filename.startswith("<frozen")]
    return clean("".join(traceback.format_list(kept)[-12:] + traceback.format_exception_only(type(error), error)))


def pages_below(root: str) -> Iterator[str]:
    for directory, names, files in os.walk(root):
        names[:] = sorted(
            name for name in names if not name.startswith(".") and name not in ("node_modules", "venv", "__pycache__")
        )
        for name in sorted(files):
            if name.endswith(".py"):
                yield os.path.join(directory, name)


# -- the database: tables, rows, snapshots --------------------------------------------------------------------------

SET_UP_COMMANDS = ("initdb", "createdb", "dbinit", "dbcreate", "inittables", "createtables", "createall", "setup")


def set_up_database(app: Any, notes: list[str]) -> None:
    """Tables by the application's own models, else by its own command; then a few rows in those that are empty."""
    tables = all_tables()
    if not tables:
        run_set_up_command(app, notes)
        return
    with app.app_context():
        for metadata, engine in engines_of_tables(app, tables, notes):
            create_tables(metadata, engine, notes)
            fill_tables(metadata, engine, notes)


def run_set_up_command(app: Any, notes: list[str]) -> None:
    commands = getattr(getattr(app, "cli", None), "commands", None) or {}
    for name, command in sorted(commands.items()):
        if re.sub(r"[-_]", "", name) in SET_UP_COMMANDS and not any(each.required for each in command.params):
            try:
                with contextlib.redirect_stdout(io.StringIO()), app.app_context():
                    command.main(args=[], standalone_mode=False, obj=_script_info(app))
            except Exception as error:
                notes.append(f"the command {name} fails: {described(error)}")
            return


def _script_info(app: Any) -> Any:
    from flask.cli import ScriptInfo

    try:
        return ScriptInfo(create_app=lambda *args: app)
    except TypeError:
        return None


def engines_of_tables(app: Any, tables: list[Any], notes: list[str]) -> list[tuple[Any, Any]]:
    """Each metadata and the engine that its tables are on."""
    pairs: list[tuple[Any, Any]] = []
    seen: list[int] = []
    for table in tables:
        metadata = table.metadata
        if id(metadata) in seen:
            continue
        seen.append(id(metadata))
        engine = engine_of(app, metadata)
        if engine is None:
            notes.append(f"there is no engine for the tables beside {table.name}")
        else:
            pairs.append((metadata, engine))
    return pairs


def engine_of(app: Any, metadata: Any) -> Any:
    extension = app.extensions.get("sqlalchemy") if hasattr(app, "extensions") else None
    database = getattr(extension, "db", extension)
    if database is not None:
        metadatas = getattr(database, "metadatas", None)
        with contextlib.suppress(Exception):
            if metadatas is not None:
                for key, each in metadatas.items():
                    if each is metadata:
                        return database.engines[key]
            elif database.metadata is metadata:
                return database.get_engine(app) if hasattr(database, "get_engine") else database.engine
    bound = getattr(metadata, "bind", None)
    return bound if bound is not None else (WORLD.engines[-1] if WORLD.engines else None)


def create_tables(metadata: Any, engine: Any, notes: list[str]) -> None:
    try:
        metadata.create_all(engine)
        return
    except Exception as error:
        notes.append(f"create_all: {described(error)[:200]}")
    for table in metadata.sorted_tables:
        try:
            table.create(engine, checkfirst=True)
        except Exception as error:
            notes.append(f"table {table.name} is left out: {described(error)[:200]}")


def fill_tables(metadata: Any, engine: Any, notes: list[str]) -> None:
    """Rows for tables that have none, parents first."""
    kept: dict[str, list[Record]] = {}
    try:
        ordered = metadata.sorted_tables
    except Exception:
        ordered = list(metadata.tables.values())
    for table in ordered:
        try:
            with engine.begin() as connection:
                if connection.execute(table.select()).first() is not None:
                    continue
        except Exception:
            continue
        for number in range(ROWS):
            row = {column.name: made_up(column, number, kept) for column in table.columns}
            try:
                with engine.begin() as connection:
                    connection.execute(table.insert(), [row])
            except Exception as error:
                if number == 0:
                    notes.append(f"table {table.name} stays empty: {described(error)[:200]}")
                break
            kept.setdefault(table.fullname, []).append(row)


def made_up(column: Any, number: int, rows: dict[str, list[Record]]) -> Any:
    """The value of a column in the row of that number: the same in every run, and one that fits."""
    for key in column.foreign_keys:
        table, _, name = key.target_fullname.rpartition(".")
        parents = rows.get(table)
        if parents:
            return parents[number % len(parents)].get(name)
        if column.nullable:
            return None
        return number + 1
    kind = column.type
    for each in (kind, getattr(kind, "impl", None)):
        choices = getattr(each, "enums", None)
        if choices:
            enumeration = getattr(each, "enum_class", None)
            choice = choices[number % len(choices)]
            return enumeration[choice] if enumeration is not None else choice
    try:
        python_type = kind.python_type
    except Exception:
        python_type = getattr(getattr(kind, "impl", None), "python_type", str) if hasattr(kind, "impl") else str
    return made_up_value(column, python_type, number)


NEGATIVE = re.compile(r"delet|ban|block|disab|lock|hidden|archiv|spam|reject|revok|expired", re.IGNORECASE)


def made_up_value(column: Any, python_type: Any, number: int) -> Any:
    name = column.name.lower()
    if python_type is bool:
        return False if NEGATIVE.search(name) else number == 0
    if python_type is int:
        return number + 1
    if python_type is float:
        return number + 0.5
    if python_type.__name__ == "Decimal":
        return python_type(number + 1)
    if issubclass(python_type, REAL_DATETIME):
        return REAL_DATETIME.fromtimestamp(EPOCH - 86_400 * (number + 1), datetime.timezone.utc).replace(tzinfo=None)
    if issubclass(python_type, REAL_DATE):
        return REAL_DATETIME.fromtimestamp(EPOCH - 86_400 * (number + 1), datetime.timezone.utc).date()
    if python_type is datetime.time:
        return datetime.time(number, 30)
    if python_type is datetime.timedelta:
        return datetime.timedelta(minutes=number + 1)
    if python_type is bytes:
        return b"bytes %d" % number
    if python_type is uuid.UUID:
        return uuid.UUID(int=number + 1)
    if python_type is dict:
        return {"key": f"value {number + 1}"}
    if python_type is list:
        return [f"item {number + 1}"]
    return text_for(name, number + 1, getattr(column.type, "length", None))


def text_for(name: str, number: int, length: int | None = None) -> str:
    """Text for a column, a form field or an argument of that name."""
    if "password" in name or "passwd" in name or name in ("pw", "pwd", "pw_hash"):
        if "hash" not in name and length is not None and length < 60:
            return PASSWORD
        digest = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), b"salt", 1).hex()
        text = "pbkdf2:sha256:1$salt$" + digest
    elif "email" in name or name == "mail":
        text = f"user{number}@example.com"
    elif "url" in name or "link" in name or "website" in name:
        text = f"http://localhost/{number}"
    elif "phone" in name:
        text = f"+1555010000{number}"
    elif name in ("lang", "language", "locale"):
        text = "en"
    elif "slug" in name:
        text = "{}-{}".format(name.replace("_", "-"), number)
    elif "user" in name or name in ("nickname", "login"):
        text = f"user{number}"
    else:
        # Markup shows whether templates escape; different lengths and an order of their own show lost sorting.
        text = "{} <{}>".format(name, "cab"[(number - 1) % 3] * number)
    return text[-length:] if length else text


class Snapshots:
    """The databases as they were, to be put back after a request that wrote to them."""

    def __init__(self) -> None:
        self.kept: list[tuple[Callable[[], Any], Any, Record]] = []

    def take(self) -> None:
        self.kept = []
        for opened in connections():
            with contextlib.suppress(Exception):
                connection = opened()
                copy = _real_connect(":memory:", check_same_thread=False)
                connection.backup(copy)
                self.kept.append((opened, copy, contents(copy)))
                _give_back(connection)

    def restore(self, notes: list[str]) -> None:
        for opened, copy, _ in self.kept:
            try:
                connection = opened()
                copy.backup(connection)
                _give_back(connection)
            except Exception as error:
                note = f"a database could not be put back: {described(error)[:200]}"
                if note not in notes:
                    notes.append(note)

    def changes(self) -> Record:
        """Tables whose rows are not those of the snapshot: number of rows and a digest of them."""
        found: Record = {}
        for opened, _, before in self.kept:
            with contextlib.suppress(Exception):
                connection = opened()
                after = contents(connection)
                _give_back(connection)
                for name in sorted(before.keys() | after.keys()):
                    if before.get(name) != after.get(name):
                        was, is_ = before.get(name), after.get(name)
                        found[name] = {
                            "rows before": len(was) if was is not None else None,
                            "rows after": len(is_) if is_ is not None else None,
                            "added": sorted(set(is_ or ()) - set(was or ()))[:5],
                            "removed": sorted(set(was or ()) - set(is_ or ()))[:5],
                        }
        return found


_real_connect = sqlite3.connect


def connections() -> list[Callable[[], Any]]:
    """Functions that open each database of the application."""
    found: list[Callable[[], Any]] = []
    files = list(WORLD.database_files)
    for engine in WORLD.engines:
        path = engine.url.database
        if path and path != ":memory:" and not path.startswith("file:"):
            files.append(os.path.realpath(path))
        elif not any(getattr(opened, "engine", None) is engine for opened in found):
            found.append(functools.partial(_raw_connection, engine))
    existing = [path for path in sorted(set(files)) if os.path.exists(path)]
    return found + [functools.partial(_real_connect, path, timeout=1) for path in existing]


_borrowed: dict[int, Any] = {}


def _raw_connection(engine: Any) -> Any:
    outer = engine.raw_connection()
    inner = getattr(outer, "driver_connection", None) or outer.connection
    _borrowed[id(inner)] = outer
    return inner


def _give_back(connection: Any) -> None:
    _borrowed.pop(id(connection), connection).close()


def contents(connection: Any) -> dict[str, list[str]]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = {}
    for name in names:
        if not name.startswith("sqlite_"):
            rows = connection.execute('SELECT * FROM "{}"'.format(name.replace('"', '""'))).fetchall()
            found[name] = sorted(repr(tuple(row)) for row in rows)
    return found


# -- requests: which --------------------------------------------------------------------------------------------------

MISSING = {"int": "987654", "float": "987654.5", "uuid": "00000000-0000-0000-0000-00000000dead"}
PLACEHOLDER = re.compile(r"<(?:(?P<converter>[a-zA-Z_]\w*)(?:\((?P<arguments>.*?)\))?:)?(?P<name>[a-zA-Z_]\w*)>")


def automatic_requests(app: Any, job: Job) -> list[Record]:
    """Requests that can be told from the URL map, the views and the database; by URL and method."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ()), rule.endpoint))
    actors = ["anonymous", *signed_in_actors(app)]
    found: list[Record] = []
    for actor in actors:
        for rule in rules:
            if "GET" in (rule.methods or ()):
                found += [dict(each, actor=actor) for each in get_requests(app, rule)]
    for actor in actors:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            for rule in rules:
                if method in (rule.methods or ()):
                    found += [dict(each, actor=actor) for each in writing_requests(app, rule, method)]
    unique: dict[str, Record] = {}
    for each in found:
        unique.setdefault(json.dumps(each, sort_keys=True), each)
    return list(unique.values())[: job.limit]


def get_requests(app: Any, rule: Any) -> list[Record]:
    found: list[Record] = [{"method": "GET", "path": path, **place_of(rule)} for path in paths_of(app, rule)]
    names = fields_of(app, rule)["query"]
    if names and found:
        values = {name: text_for(name, 1).split(" <")[0] for name in names}
        found.append(dict(found[0], path=found[0]["path"] + "?" + urllib.parse.urlencode(values)))
    return found


def place_of(rule: Any) -> Record:
    """Where a rule is served, if not at the root of the server."""
    return {"subdomain": rule.subdomain} if rule.subdomain and "<" not in rule.subdomain else {}


def writing_requests(app: Any, rule: Any, method: str) -> list[Record]:
    fields = fields_of(app, rule)
    paths = paths_of(app, rule)
    found: list[Record] = []
    for path in paths[:1]:
        request: Record = {"method": method, "path": path, **place_of(rule)}
        if fields["names"]:
            values = {name: field_value(name) for name in fields["names"]}
            found += [dict(request, form=values), dict(request, json=dict(values, **fields["typed"]))]
        found.append(request)
    return found + [{"method": method, "path": path, **place_of(rule)} for path in paths[1:]]


def paths_of(app: Any, rule: Any) -> list[str]:
    """Paths that the rule takes: one with values that are there, one with values that are not."""
    if rule.endpoint.split(".")[-1] == "static" and "filename" in rule.arguments:
        return static_paths(app, rule)
    if not rule.arguments - set(rule.defaults or ()):
        return [PLACEHOLDER.sub("", rule.rule)]
    path = rule.rule
    present = PLACEHOLDER.sub(lambda match: quoted(argument_value(rule, match, path)), path)
    missing = PLACEHOLDER.sub(lambda match: quoted(missing_value(match)), path)
    return [present, missing] if present != missing else [present]


def quoted(text: str) -> str:
    return urllib.parse.quote(text, safe="/:@!$,;~*'()")


def static_paths(app: Any, rule: Any) -> list[str]:
    holder = app if rule.endpoint == "static" else app.blueprints.get(rule.endpoint.rpartition(".")[0])
    folder = getattr(holder, "static_folder", None)
    names = []
    if folder and os.path.isdir(folder):
        for directory, directories, files in os.walk(folder):
            directories.sort()
            names += [
                os.path.relpath(os.path.join(directory, name), folder).replace(os.sep, "/") for name in sorted(files)
            ]
    return [PLACEHOLDER.sub(quoted(name), rule.rule) for name in (*names[:1], "missing.txt")]


def argument_value(rule: Any, match: Any, path: str) -> str:
    """A value for one argument of a rule: from the rows of the table that it is about, else a default."""
    converter, arguments, name = match.group("converter"), match.group("arguments") or "", match.group("name")
    if converter == "any":
        return arguments.split(",")[0].strip("\"' ")
    words = [name, *reversed(re.findall(r"/([a-zA-Z_]\w*)(?=/)", path[: match.start()]))]
    value = value_in_database(name, words)
    if converter == "int" and not (value or "").isdigit():
        value = "1"
    elif converter == "float":
        value = "1.5"
    elif converter == "uuid" and not re.match(r"[0-9a-f]{8}-", value or ""):
        value = str(uuid.UUID(int=1))
    elif value is None:
        value = "1" if name == "id" or name.endswith("_id") else text_for(name, 1).split(" <")[0]
    if converter not in (None, "default", "string", "int", "float", "uuid", "path"):
        pattern = getattr(rule._converters.get(name), "regex", None)
        candidates = [value, "1", "a", "abc", "2023-11-14", "1,2"]
        with contextlib.suppress(re.error):
            value = next((each for each in candidates if pattern and re.fullmatch(pattern, each)), value)
    return value


def missing_value(match: Any) -> str:
    if match.group("converter") == "any":
        return (match.group("arguments") or "").split(",")[-1].strip("\"' ")
    return MISSING.get(match.group("converter") or "", "987654" if match.group("name").endswith("id") else "missing")


def value_in_database(name: str, words: list[str]) -> str | None:
    """What the first row has in the column that an argument is named after, in the table that the words name."""
    stem = re.sub(r"_?(id|pk|key|name|slug)$", "", name)
    best: tuple[int, str | None] = (0, None)
    for table in sorted(all_tables(), key=table_name):
        about = [singular(word) for word in [stem, *words] if word]
        rank = len(about) - about.index(singular(table.name)) + 1 if singular(table.name) in about else 0
        key = list(table.primary_key.columns)
        if name in table.columns:
            column, rank = table.columns[name], rank + 2
        elif rank and (name.endswith("id") or stem == name) and len(key) == 1:
            column = key[0]
        else:
            continue
        if rank > best[0]:
            value = first_value(table, column)
            best = (rank, value) if value is not None else best
    return best[1]


def singular(word: str) -> str:
    word = word.lower()
    return word[:-3] + "y" if word.endswith("ies") else word[:-1] if word.endswith("s") else word


def first_value(table: Any, column: Any) -> str | None:
    for engine in WORLD.engines:
        with contextlib.suppress(Exception), engine.connect() as connection:
            order = list(table.primary_key.columns)
            row = connection.execute(table.select().order_by(*order)).first()
            if row is not None:
                value = tuple(row)[[each.name for each in table.columns].index(column.name)]
                return None if value is None else str(value)
    return None


def field_value(name: str) -> str:
    if "password" in name or "passwd" in name or name in ("pw", "pwd", "password2", "confirm"):
        return PASSWORD
    return "1" if name.endswith("id") else text_for(name, 4)


TYPED = {int: 4, float: 4.5, bool: True, list: ["item"], dict: {"key": "value"}}


def fields_of(app: Any, rule: Any) -> Record:
    """Names that the view of a rule reads from a request: `names` of a body, `query` of the URL, `typed` values."""
    view = app.view_functions.get(rule.endpoint)
    functions = [inspect.unwrap(view)] if view is not None else []
    cls = getattr(view, "view_class", None)
    if cls is not None:
        functions = [getattr(cls, name) for name in ("get", "post", "put", "patch", "delete") if hasattr(cls, name)]
    names: list[str] = []
    query: list[str] = []
    typed: Record = {}
    for function in functions:
        for name, in_query in read_names(function):
            (query if in_query else names).append(name)
        for value in objects_used(function, cls):
            for name, python_type in declared_fields(value):
                names.append(name)
                if python_type in TYPED:
                    typed[name] = TYPED[python_type]
    return {"names": sorted(set(names)), "query": sorted(set(query)), "typed": typed}


def read_names(function: Any) -> list[tuple[str, bool]]:
    """Names that a view reads, and whether from the URL: `request.form["a"]`, `request.args.get("b")`, `data["c"]`."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    except (OSError, TypeError, SyntaxError, ValueError):
        return []
    bodies = {"data", "json", "json_data", "payload", "body", "form", "req", "params", "content", "request_json"}
    found = []
    for node in ast.walk(tree):
        key = holder = None
        if isinstance(node, ast.Subscript):
            index: Any = node.slice
            index = getattr(index, "value", index) if type(index).__name__ == "Index" else index
            key, holder = getattr(index, "value", None), node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            key, holder = _asked_for(node)
        if not isinstance(key, str) or holder is None:
            continue
        while isinstance(holder, ast.Call):
            holder = holder.func
        if isinstance(holder, ast.Attribute) and holder.attr in ("form", "json", "get_json", "values", "args"):
            found.append((key, holder.attr == "args"))
        elif isinstance(holder, ast.Name) and holder.id in bodies:
            found.append((key, False))
    return found


def _asked_for(call: Any) -> tuple[Any, Any]:
    """The key and the holder of `holder.get("key")`."""
    if call.func.attr in ("get", "getlist", "pop") and call.args:
        return getattr(call.args[0], "value", None), call.func.value
    return None, None


def objects_used(function: Any, cls: Any) -> list[Any]:
    """Objects of the module that a function names, and those of the class that it is in."""
    function = inspect.unwrap(function)
    code = getattr(function, "__code__", None)
    scope = getattr(function, "__globals__", {})
    found = [scope[name] for name in getattr(code, "co_names", ()) if name in scope]
    for base in getattr(cls, "__mro__", ()):
        found += [
            value for name, value in sorted(vars(base).items()) if not name.startswith("__") and is_own(base.__module__)
        ]
    return found


def declared_fields(value: Any) -> list[tuple[str, Any]]:
    """Fields of a WTForms form class, a reqparse parser, a marshmallow schema or a pydantic model."""
    kind = value if isinstance(value, type) else type(value)
    bases = {base.__module__.split(".")[0] + "." + base.__name__ for base in kind.__mro__}
    if isinstance(value, type) and bases & {"wtforms.BaseForm", "wtforms.Form"}:
        fields = [name for name in dir(value) if type(getattr(value, name, None)).__name__ == "UnboundField"]
        return [(name, str) for name in fields]
    if kind.__name__ == "RequestParser" and hasattr(value, "args"):
        return [(each.name if isinstance(each.name, str) else each.name[0], each.type) for each in value.args]
    if "marshmallow.Schema" in bases:
        fields_by_name = getattr(value, "_declared_fields", {})
        kinds = {"Integer": int, "Float": float, "Boolean": bool, "List": list, "Dict": dict}
        return [(n, kinds.get(type(f).__name__, str)) for n, f in sorted(fields_by_name.items()) if not f.dump_only]
    if isinstance(value, type) and "pydantic.BaseModel" in bases:
        fields_by_name = getattr(value, "model_fields", None) or getattr(value, "__fields__", {})
        return [
            (n, getattr(f, "annotation", None) or getattr(f, "outer_type_", str))
            for n, f in sorted(fields_by_name.items())
        ]
    return []


# -- requests: as whom ------------------------------------------------------------------------------------------------


def signed_in_actors(app: Any) -> list[str]:
    """Who can send requests besides nobody: a user of Flask-Login, one of a session key, one with a header."""
    found = []
    if login_identity(app) is not None:
        found.append("user")
    elif session_values():
        found.append("session")
    if "flask_httpauth" in sys.modules:
        found.append("basic")
    if "flask_jwt_extended" in sys.modules or "flask_jwt" in sys.modules:
        found.append("token")
    return found


def login_identity(app: Any) -> str | None:
    manager = getattr(app, "login_manager", None)
    load = getattr(manager, "_user_callback", None) or getattr(manager, "user_callback", None)
    if load is None:
        return None
    candidates = ["1"]
    for table in sorted(all_tables(), key=lambda table: ("user" not in table.name.lower(), table_name(table))):
        keys = list(table.primary_key.columns)
        if len(keys) == 1:
            value = first_value(table, keys[0])
            if value is not None and value not in candidates:
                candidates.append(value)
    with unseen():
        for candidate in candidates:
            with contextlib.suppress(Exception), app.test_request_context():
                user = load(candidate)
                if user is not None:
                    return candidate
    return None


def session_values() -> Record:
    """Values for the keys that the project's own code puts into the session."""
    assert WORLD.job is not None
    found: Record = {}
    for path in pages_below(WORLD.job.root):
        if "test" in os.path.basename(path) or os.sep + "tests" + os.sep in path:
            continue
        with contextlib.suppress(OSError, UnicodeDecodeError), open(path, encoding="utf-8") as file:
            for key in re.findall(r"""\bsession\[['"](\w+)['"]\]\s*=[^=]""", file.read()):
                if re.search(r"id$|uid", key):
                    found[key] = 1
                elif re.search(r"email|name|user", key):
                    found[key] = text_for(key, 1)
                elif re.search(r"log|auth|admin|sign", key):
                    found[key] = True
    return found


def sign_in(app: Any, client: Any, actor: str) -> Record:
    """Makes the client one of that actor; the headers that its requests need. The same in every run."""
    if actor == "user":
        identity = login_identity(app)
        manager = getattr(app, "login_manager", None)
        load = getattr(manager, "_user_callback", None) or getattr(manager, "user_callback", None)
        values: Record = {}
        with contextlib.suppress(Exception), app.test_request_context(headers={"User-Agent": USER_AGENT}):
            session: Any = importlib.import_module("flask").session
            flask_login: Any = importlib.import_module("flask_login")
            if load is not None:
                flask_login.login_user(load(identity))
            values = dict(session)
        _put_into_session(client, {key: value for key, value in values.items() if key != "_flashes"})
    elif actor == "session":
        _put_into_session(client, session_values())
    elif actor == "basic":
        return {"Authorization": "Basic " + base64.b64encode(f"user1:{PASSWORD}".encode()).decode()}
    elif actor == "token":
        return token_header(app)
    return {}


def _put_into_session(client: Any, values: Record) -> None:
    with contextlib.suppress(Exception), client.session_transaction() as session:
        session.update(values)


def token_header(app: Any) -> Record:
    with contextlib.suppress(Exception), app.test_request_context():
        if "flask_jwt_extended" in sys.modules:
            flask_jwt_extended: Any = sys.modules["flask_jwt_extended"]
            try:
                token = flask_jwt_extended.create_access_token(identity="1", fresh=True)
            except TypeError:
                token = flask_jwt_extended.create_access_token(identity="1")
            return {"Authorization": f"Bearer {token}"}
        extension = app.extensions["jwt"]
        token = extension.jwt_encode_callback(types.SimpleNamespace(id=1))
        token = token.decode() if isinstance(token, bytes) else token
        return {"Authorization": "{} {}".format(app.config.get("JWT_AUTH_HEADER_PREFIX", "JWT"), token)}
    return {}


# -- requests: forms in pages -----------------------------------------------------------------------------------------


class Forms(html.parser.HTMLParser):
    """The forms of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Record] = []
        self.choice: str | None = None

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append(
                {"action": given.get("action", ""), "method": given.get("method", "get").upper(), "fields": []}
            )
        elif self.forms and tag in ("input", "textarea", "button") and given.get("name"):
            kind = given.get("type", "text" if tag == "input" else tag).lower()
            self.forms[-1]["fields"].append([given["name"], kind, given.get("value", "")])
        elif tag == "select" and self.forms and given.get("name"):
            self.choice = given["name"]
        elif tag == "option" and self.choice and self.forms and given.get("value"):
            # The first option is taken, and no other.
            self.forms[-1]["fields"].append([self.choice, "select", given["value"]])
            self.choice = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.choice = None


def forms_in(body: str) -> list[Record]:
    parser = Forms()
    with contextlib.suppress(Exception):
        parser.feed(body)
    return parser.forms


def form_requests(request: Record, answer: Record) -> list[Record]:
    """What a person would send with the forms of a page: filled in, and empty."""
    if answer.get("status") != 200 or "html" not in (answer.get("content type") or "") or request["method"] != "GET":
        return []
    found = []
    for form in forms_in(answer.get("body") or ""):
        target = urllib.parse.urljoin(request["path"], form["action"] or request["path"])
        if urllib.parse.urlsplit(target).netloc not in ("", "localhost"):
            continue
        parts = urllib.parse.urlsplit(target)
        path = parts.path + ("?" + parts.query if parts.query else "")
        hidden_names = [name for name, kind, _ in form["fields"] if kind == "hidden"]
        filled = {name: filled_in(name, kind, value) for name, kind, value in form["fields"] if kind != "file"}
        empty = {name: value for name, kind, value in form["fields"] if kind in ("hidden", "submit")}
        base: Record = {"method": form["method"], "actor": request.get("actor", "anonymous")}
        if form["method"] == "GET":
            found.append(dict(base, path=parts.path + "?" + urllib.parse.urlencode(filled)))
            continue
        if "subdomain" in request:
            base["subdomain"] = request["subdomain"]
        for values in (filled, empty):
            form_request = dict(base, path=path, form=values, page=request["path"], hidden=hidden_names)
            found.append(form_request)
        if hidden_names:
            found.append(
                dict(base, path=path, form={name: value for name, value in filled.items() if name not in hidden_names})
            )
        known = credentials(filled)
        if known != filled:
            found.append(dict(base, path=path, form=known, page=request["path"], hidden=hidden_names))
    return found


def filled_in(name: str, kind: str, value: str) -> str:
    if kind in ("hidden", "submit", "select", "radio", "button"):
        return value
    if kind == "checkbox":
        return value or "y"
    if kind == "password":
        return PASSWORD
    if kind == "number":
        return value or "4"
    if kind == "date":
        return "2023-11-10"
    return field_value(name.lower())


def credentials(values: Record) -> Record:
    """The same form with the name and password of the first row's user, for sign-in forms."""
    if not any("password" in name.lower() for name in values):
        return values
    known = {}
    for name, value in values.items():
        lower = name.lower()
        known[name] = (
            text_for(lower, 1) if re.search(r"user|email|login|name", lower) and "submit" not in lower else value
        )
    return known


# -- requests: sent ---------------------------------------------------------------------------------------------------


def send_all(app: Any, job: Job, notes: list[str]) -> list[Record]:
    """Listed requests first, then those that were found; each with what it did."""
    snapshots = Snapshots()
    sent: list[Record] = []
    deadline = time.monotonic() + job.seconds * 0.8
    client = app.test_client()
    snapshots.take()
    queue = [dict(each, actor="listed") for each in job.requests]
    if job.replay is not None:
        queue = list(job.replay)
    elif job.automatic:
        with unseen():
            queue += automatic_requests(app, job)
    seen = {json.dumps(each, sort_keys=True) for each in queue}
    position = 0
    settled = False
    while position < len(queue):
        request = queue[position]
        position += 1
        if time.monotonic() > deadline:
            notes.append(f"{len(queue) - position + 1} requests were not sent: the time was up")
            break
        if request["actor"] != "listed" and not settled:
            snapshots.restore(notes)
            settled = True
        WORLD.reseed(position)
        answer = send(app, client if request["actor"] == "listed" else None, request, snapshots)
        sent.append({"request": request, "answer": answer})
        if request["actor"] != "listed" and answer.pop("wrote", None):
            snapshots.restore(notes)
        answer.pop("wrote", None)
        if job.replay is None and job.automatic and len(queue) < job.limit:
            for each in form_requests(request, answer) if request["actor"] != "listed" else ():
                key = json.dumps(each, sort_keys=True)
                if key not in seen:
                    seen.add(key)
                    queue.append(each)
    return sent


def send(app: Any, client: Any, request: Record, snapshots: Snapshots) -> Record:
    """One request, and what was seen from its start to the end of the threads that it started."""
    headers = {"User-Agent": USER_AGENT}
    keywords: Record = {}
    with unseen():
        if client is None:
            client = app.test_client()
            headers.update(sign_in(app, client, request["actor"]))
        if request.get("page"):
            request = with_hidden_fields(client, request, headers)
    WORLD.seen.take()
    headers.update(request.get("headers") or {})
    if "json" in request:
        keywords = {"data": json.dumps(request["json"]), "content_type": "application/json"}
    elif "form" in request:
        keywords = {"data": request["form"]}
    elif "data" in request:
        keywords = {"data": request["data"]}
        if "content_type" in request:
            keywords["content_type"] = request["content_type"]
    if request.get("subdomain"):
        server = app.config.get("SERVER_NAME") or "localhost"
        keywords["base_url"] = "http://{}.{}/".format(request["subdomain"], server)
    threads = set(threading.enumerate())
    answer: Record = {}
    try:
        with time_limit(REQUEST_SECONDS):
            response = client.open(
                request["path"], method=request["method"], headers=headers, buffered=False, **keywords
            )
            answer = response_record(app, response)
    except TooLong:
        answer = {"exception": f"TooLong: no answer within {REQUEST_SECONDS} seconds"}
    except (KeyboardInterrupt, SystemExit) as error:
        answer = {"exception": described(error)}
    except Exception as error:
        answer = {"exception": described(error)}
    for thread in set(threading.enumerate()) - threads:
        thread.join(1)
    written = any(not READ_ONLY.match(statement) for statement, _ in WORLD.seen.events.get("sql", ()))
    answer.update(WORLD.seen.take())
    with unseen():
        if written:
            answer["data"] = snapshots.changes()
            answer["wrote"] = True
    return answer


def with_hidden_fields(client: Any, request: Record, headers: Record) -> Record:
    """The request with the hidden fields that the page with its form has in this run."""
    try:
        page = client.get(request["page"], headers=headers)
        forms = forms_in(page.get_data(as_text=True))
        page.close()
    except Exception:
        return request
    values = {name: value for form in forms for name, kind, value in form["fields"] if kind == "hidden"}
    fresh = {name: values[name] for name in request.get("hidden", ()) if name in values}
    return dict(request, form=dict(request["form"], **fresh))


def response_record(app: Any, response: Any) -> Record:
    chunks, size = [], 0
    for chunk in response.response:
        data = chunk.encode("utf-8") if isinstance(chunk, str) else chunk
        chunks.append(data)
        size += len(data)
        if size > BODY_BYTES:
            break
    response.close()
    body = b"".join(chunks)[:BODY_BYTES]
    kind = response.headers.get("Content-Type", "")
    headers = [[name, clean(value)] for name, value in response.headers if name.lower() not in ("set-cookie", "date")]
    record: Record = {"status": response.status_code, "headers": sorted(headers), "content type": kind.split(";")[0]}
    cookies = response.headers.getlist("Set-Cookie") if hasattr(response.headers, "getlist") else []
    record["cookies"] = [cookie_record(app, each) for each in cookies]
    if re.match(r"text/|application/(json|.*\+json|xml|.*\+xml|javascript)", kind) or not kind:
        record["body"] = clean(body.decode(getattr(response, "charset", None) or "utf-8", "replace"))
    else:
        record["body"] = {"bytes": hashlib.sha256(body).hexdigest()[:16], "length": len(body)}
    return record


def cookie_record(app: Any, header: str) -> Record:
    """Name, value and flags of a cookie; of the session its content."""
    first, *rest = header.split(";")
    name, _, value = first.strip().partition("=")
    record: Record = {"name": name, "flags": sorted(each.strip() for each in rest)}
    content = session_content(app, name, value)
    if content is not None:
        record["session"] = content
    else:
        record["value"] = value if not is_signed(value) else "<signed>"
    return record


def is_signed(value: str) -> bool:
    return bool(re.search(r"[\w-]+\.[\w-]{4,}\.[\w-]{20,}$|\|[0-9a-f]{64,}$", value))


def session_content(app: Any, name: str, value: str) -> Any:
    if name != (app.config.get("SESSION_COOKIE_NAME") or "session"):
        return None
    with unseen(), contextlib.suppress(Exception):
        get = getattr(app.session_interface, "get_signing_serializer", None)
        serializer = get(app) if get is not None else None
        if serializer is not None:
            content = serializer.loads(value) if value else {}
            return {key: "<token>" if "csrf" in key else plain(each) for key, each in content.items()}
    return None


# -- one job ----------------------------------------------------------------------------------------------------------


def run(job: Job) -> Record:
    """The whole record. Raises Failure."""
    notes: list[str] = []
    os.makedirs(job.scratch, exist_ok=True)
    os.environ.update(job.environment)
    os.environ.update({"FLASK_RUN_FROM_CLI": "true", "HOME": job.scratch})
    os.chdir(job.root)
    sys.argv = ["flask"]
    sys.path[:0] = [os.path.normpath(os.path.join(job.root, each)) for each in job.paths]
    app = boot(job)
    started = WORLD.seen.take()
    record: Record = {"start": started, "notes": notes}
    with unseen():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            set_up_database(app, notes)
        record["requests"] = None
        record.update(
            versions=versions_record(),
            application=application_record(app),
            config=config_record(app),
            rules=rules_record(app),
            hooks=hooks_record(app),
            error_handlers=error_handlers_record(app),
            commands=commands_record(app),
            extensions=extensions_record(app),
            tables=tables_record(),
            blueprints=sorted(app.blueprints),
        )
    record["requests"] = send_all(app, job, notes)
    with unseen():
        # Last: what is asked for here the application would otherwise make at its first request.
        record["jinja"] = jinja_record(app)
    return record


def do(settings: Record) -> None:
    """Runs a job and writes its result."""
    job = WORLD.job = Job(settings)
    if not job.frozen_clock:
        WORLD.clock = None
    limit_resources(job)
    is_own.cache_clear()
    started = time.monotonic()
    try:
        with alarm(job.seconds):
            result = run(job)
    except Failure as failure:
        result = {"failure": {"stage": failure.stage, "message": failure.message, "details": failure.details}}
    except TooLong:
        result = {"failure": {"stage": "time", "message": f"no end within {job.seconds:g} seconds", "details": ""}}
    except MemoryError:
        result = {
            "failure": {
                "stage": "memory",
                "message": f"more than {job.memory >> 20} MB are needed",
                "details": "",
            }
        }
    except BaseException as error:
        result = {"failure": {"stage": "probe", "message": described(error), "details": shown(error)}}
    result["seconds"] = round(time.monotonic() - started, 3)
    with builtins.open(job.result + ".part", "w", encoding="utf-8", errors="backslashreplace") as file:
        json.dump(result, file, sort_keys=True, default=str)
    os.replace(job.result + ".part", job.result)
    shutil.rmtree(job.scratch, ignore_errors=True)


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Ends this process's work from outside of the main thread's reach: SIGALRM belongs to the requests."""

    def stop() -> None:
        if hasattr(signal, "pthread_kill") and main.ident is not None:
            signal.pthread_kill(main.ident, signal.SIGUSR1)

    def raise_(number: int, frame: Any) -> None:
        raise TooLong()

    main = threading.main_thread()
    if hasattr(signal, "SIGUSR1"):
        signal.signal(signal.SIGUSR1, raise_)
    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def serve(modules: Iterable[str]) -> None:
    """Forks for each job that a line names; the modules are imported only once."""
    put_up_fences()
    for name in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    for line in sys.stdin:
        settings = json.loads(line)
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.setsid()
                do(settings)
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        sys.__stdout__.write(f"{status}\n")  # type: ignore[union-attr]
        sys.__stdout__.flush()  # type: ignore[union-attr]


def start() -> None:
    # The directory of this script holds modules of others; whatever the application prints is not an answer.
    sys.path.pop(0)
    sys.dont_write_bytecode = True
    sys.stdout = sys.stderr
    if sys.argv[1] == "--serve":
        serve(sys.argv[2:])
        return
    with builtins.open(sys.argv[1], encoding="utf-8") as file:
        settings = json.load(file)
    put_up_fences()
    do(settings)
    sys.stderr.flush()
    # Threads of the application must not keep the process alive.
    os._exit(0)


if __name__ == "__main__":
    start()
