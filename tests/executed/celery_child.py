"""Run in a child process: what a worker gets that is told to take its Celery object from somewhere, as JSON.

Arguments: the directory of the program, the word behind ``celery -A``, ``module:name`` of the Flask object or factory,
and the tasks to call, as JSON (name to arguments).
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any


def main(directory: str, celery_word: str, flask_word: str, calls: str) -> None:
    sys.path.insert(0, directory)
    find_app = importlib.import_module("celery.app.utils").find_app
    celery = find_app(celery_word)
    celery.loader.import_default_modules()
    celery.finalize()
    celery.conf.task_always_eager = True
    module, _, name = flask_word.partition(":")
    flask = getattr(importlib.import_module(module), name)
    application = flask() if name == "create_app" else flask
    importlib.import_module("celery").current_app.conf.task_always_eager = True
    report = {
        "worker": {
            "name": celery.main,
            "tasks": sorted(each for each in celery.tasks if not each.startswith("celery.")),
            "broker": celery.conf.broker_url,
            "schedule": sorted(celery.conf.beat_schedule or {}),
            "timezone": str(celery.conf.timezone),
            "results": {name: celery.tasks[name].apply(args=given).get() for name, given in json.loads(calls).items()},
        },
        "views": {
            each.rule: answer(application, each.rule) for each in application.url_map.iter_rules() if is_plain(each)
        },
    }
    print(json.dumps(report, sort_keys=True))


def is_plain(rule: Any) -> bool:
    return not rule.arguments


def answer(application: Any, path: str) -> list[object]:
    response = application.test_client().get(path)
    return [response.status_code, response.get_data(as_text=True)]


main(*sys.argv[1:])
