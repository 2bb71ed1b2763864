"""One job from the order to the record; a server for many."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import shutil
import signal
import sys
import time
import warnings
from typing import Iterable

from flask_modernize.verify.probe.boot import boot
from flask_modernize.verify.probe.clock import REAL_SLEEP
from flask_modernize.verify.probe.fences import put_up_fences
from flask_modernize.verify.probe.limits import TooLong, alarm, limit_resources
from flask_modernize.verify.probe.record import (
    application_record,
    commands_record,
    config_record,
    error_handlers_record,
    extensions_record,
    hooks_record,
    jinja_record,
    rules_record,
    versions_record,
)
from flask_modernize.verify.probe.rows import set_up_database
from flask_modernize.verify.probe.sending import send_all
from flask_modernize.verify.probe.server_databases import drop_databases
from flask_modernize.verify.probe.tables import tables_record
from flask_modernize.verify.probe.values import described, is_own, shown
from flask_modernize.verify.probe.world import WORLD, Failure, Job, Record, unseen

GRACE_SECONDS = 2
"""After a job's time is up it may still write down what it has seen."""


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
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            set_up_database(app, notes)
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
    drop_databases()
    result["seconds"] = round(time.monotonic() - started, 3)
    with open(job.result + ".part", "w", encoding="utf-8", errors="backslashreplace") as file:
        json.dump(result, file, sort_keys=True, default=str)
    os.replace(job.result + ".part", job.result)
    shutil.rmtree(job.scratch, ignore_errors=True)


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
        status = ended(child, settings.get("seconds", 60) + GRACE_SECONDS)
        sys.__stdout__.write(f"{status}\n")  # type: ignore[union-attr]
        sys.__stdout__.flush()  # type: ignore[union-attr]


def ended(child: int, seconds: float) -> int:
    """The exit status of a child that leads a session, which is ended with all that it started."""
    deadline = time.monotonic() + seconds
    while True:
        process, status = os.waitpid(child, os.WNOHANG)
        if process or time.monotonic() > deadline:
            break
        REAL_SLEEP(0.005)
    with contextlib.suppress(OSError):
        os.killpg(child, signal.SIGKILL)
    return status if process else os.waitpid(child, 0)[1]


def start() -> None:
    """Does what the command line says."""
    # Whatever the application prints is not an answer.
    sys.dont_write_bytecode = True
    sys.stdout = sys.stderr
    if sys.argv[1] == "--serve":
        serve(sys.argv[2:])
        return
    with open(sys.argv[1], encoding="utf-8") as file:
        settings = json.load(file)
    put_up_fences()
    do(settings)
    sys.stderr.flush()
    # Threads of the application must not keep the process alive.
    os._exit(0)
