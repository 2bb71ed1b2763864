"""Sends the requests, and tells what each did."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

from flask_modernize.verify.probe.actors import USER_AGENT, Actors
from flask_modernize.verify.probe.answers import response_record
from flask_modernize.verify.probe.calling import COMMAND, ERROR, calls, raise_error, run_command
from flask_modernize.verify.probe.databases import READ_ONLY
from flask_modernize.verify.probe.finding import automatic_requests
from flask_modernize.verify.probe.forms import form_requests, forms_in
from flask_modernize.verify.probe.limits import TooLong, time_limit
from flask_modernize.verify.probe.snapshots import Snapshots
from flask_modernize.verify.probe.tokens import bearer, with_tokens
from flask_modernize.verify.probe.uploads import file_parts
from flask_modernize.verify.probe.values import described
from flask_modernize.verify.probe.world import WORLD, Job, Record, unseen

WAITING_FACTOR = 6
"""On the clock a request may take so many times what it may take of the processor: the machine may be busy."""

IN_ORDER = "listed"
"""The group of the requests that the job lists: requests of one group share a cookie jar and the database."""


def send_all(app: Any, job: Job, notes: list[str]) -> list[Record]:
    """Listed requests first, then those that were found; each with what it did."""
    sender = Sender(app, notes, job.request_seconds)
    deadline = time.monotonic() + job.seconds * 0.8
    queue = [{"group": IN_ORDER, **each} for each in job.requests]
    looking = job.replay is None and job.automatic
    if job.replay is not None:
        queue = list(job.replay)
    elif looking:
        with unseen():
            queue += automatic_requests(app, job, sender.actors.found()) + calls(app)
    known = {json.dumps(each, sort_keys=True) for each in queue}
    sent: list[Record] = []
    asked_with_tokens = False
    for request in queue:
        if time.monotonic() > deadline:
            notes.append(f"{len(queue) - len(sent)} requests were not sent: the time was up")
            break
        WORLD.reseed(len(sent) + 1)
        answer = sender.send(request)
        sent.append({"request": request, "answer": answer})
        if looking and "group" not in request:
            for each in form_requests(request, answer):
                key = json.dumps(each, sort_keys=True)
                if key not in known and len(queue) < job.limit:
                    known.add(key)
                    # The loop goes on to what is put at the end here.
                    queue.append(each)
        if looking and len(sent) == len(queue) and not asked_with_tokens:
            asked_with_tokens = True
            queue += with_tokens(sent)[: max(0, job.limit - len(queue))]
    return sent


class Sender:
    """Sends one request after the other. Each starts from the same database, those of one group from each other's."""

    def __init__(self, app: Any, notes: list[str], seconds: float) -> None:
        self.app = app
        self.seconds = seconds
        self.notes = notes
        self.actors = Actors(app)
        self.snapshots = Snapshots()
        self.group: str | None = None
        self.client = app.test_client()

    def send(self, request: Record) -> Record:
        """What was seen from the request's start to the end of the threads that it started."""
        headers: Record = {"User-Agent": USER_AGENT}
        with unseen():
            if self.group is None or request.get("group") != self.group:
                self._start_anew()
                headers.update(self.actors.sign_in(self.client, request))
                if "sign_in" in request:
                    headers.update(self._bearer(request["sign_in"]))
            self.group = request.get("group")
            if request.get("page"):
                request = with_hidden_fields(self.client, request, headers)
        WORLD.seen.take()
        headers.update(request.get("headers") or {})
        threads = set(threading.enumerate())
        answer = self._answer(request, headers)
        for thread in set(threading.enumerate()) - threads:
            thread.join(1)
        written = any(not READ_ONLY.match(statement) for statement, _ in WORLD.seen.events.get("sql", ()))
        answer.update(WORLD.seen.take())
        if written:
            with unseen():
                answer["data"] = self.snapshots.changes()
        return answer

    def _bearer(self, request: Record) -> Record:
        client = self.app.test_client()
        try:
            return bearer(client.open(request["path"], method=request["method"], **body_of(request)))
        except Exception:
            return {}

    def _start_anew(self) -> None:
        self.client = self.app.test_client()
        if WORLD.dirty:
            self.snapshots.restore(self.notes)
            WORLD.dirty = False

    def _answer(self, request: Record, headers: Record) -> Record:
        try:
            with time_limit(self.seconds, WAITING_FACTOR * self.seconds):
                if request["method"] == COMMAND:
                    return run_command(self.app, request)
                if request["method"] == ERROR:
                    return raise_error(self.app, request["path"])
                response = self.client.open(
                    request["path"],
                    method=request["method"],
                    headers=headers,
                    buffered=False,
                    **body_of(request),
                    **place_of(self.app, request),
                )
                return response_record(self.app, response)
        except TooLong:
            return {"exception": f"TooLong: no answer within {self.seconds:g} seconds"}
        except (KeyboardInterrupt, SystemExit) as error:
            return {"exception": described(error)}
        except Exception as error:
            return {"exception": described(error)}


def body_of(request: Record) -> Record:
    """The arguments of the test client for a body."""
    if request.get("files"):
        return {"data": {**request.get("form", {}), **file_parts(request["files"])}}
    if "json" in request:
        return {"data": json.dumps(request["json"]), "content_type": "application/json"}
    if "form" in request:
        return {"data": request["form"]}
    if "data" in request:
        return {"data": request["data"], "content_type": request.get("content_type")}
    return {}


def place_of(app: Any, request: Record) -> Record:
    if not request.get("subdomain"):
        return {}
    server = app.config.get("SERVER_NAME") or "localhost"
    return {"base_url": "http://{}.{}/".format(request["subdomain"], server)}


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
