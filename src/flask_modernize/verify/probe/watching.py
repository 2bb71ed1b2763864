"""Sees templates, flashes, log messages, warnings and threads that end with an exception."""

from __future__ import annotations

import functools
import logging
import os
import sys
import threading
import warnings
from typing import Any, Callable

from flask_modernize.verify.probe.values import described
from flask_modernize.verify.probe.world import WORLD, see


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
        names: list[str] = []
        see("templates", [getattr(template, "name", None) or "<string>", names])
        try:
            return real(*args, **keywords)
        finally:
            # Only now the context processors have put theirs in.
            names += sorted(key for key in context if key not in defaults)

    return render


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
        ours = str(message).startswith("Silently ignoring app.run()")
        if job is not None and os.path.realpath(filename).startswith(job.root + os.sep) and not ours:
            see("warnings", [category.__name__, str(message)])

    warnings.simplefilter("always")
    module: Any = warnings
    module.showwarning = show


def see_threads() -> None:
    def died(details: Any) -> None:
        see("threads", described(details.exc_value))

    threading.excepthook = died
