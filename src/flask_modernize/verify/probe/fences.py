"""Puts everything in place before the application, or a library that it uses, is imported."""

from __future__ import annotations

import importlib.machinery
import sys
from typing import Any, Callable

from flask_modernize.verify.probe.chance import settle_random_numbers
from flask_modernize.verify.probe.clock import freeze_clock
from flask_modernize.verify.probe.databases import watch_flushes, watch_sqlalchemy, watch_sqlite
from flask_modernize.verify.probe.files import guard_files
from flask_modernize.verify.probe.outside import catch_celery, catch_mail, catch_rq, refuse_network, refuse_servers
from flask_modernize.verify.probe.watching import see_flask, see_logs, see_threads, see_warnings


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
    guard_files()
    see_logs()
    see_warnings()
    see_threads()
    actions: dict[str, Callable[[Any], None]] = {
        "sqlalchemy": watch_sqlalchemy,
        "sqlalchemy.orm.session": watch_flushes,
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
