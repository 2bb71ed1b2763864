"""Sends the requests, and tells what each did."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

from flask_modernize.verify.probe.actors import USER_AGENT, sign_in
from flask_modernize.verify.probe.answers import response_record
from flask_modernize.verify.probe.databases import READ_ONLY
from flask_modernize.verify.probe.finding import automatic_requests
from flask_modernize.verify.probe.forms import form_requests, forms_in
from flask_modernize.verify.probe.limits import TooLong, time_limit
from flask_modernize.verify.probe.snapshots import Snapshots
from flask_modernize.verify.probe.values import described
from flask_modernize.verify.probe.world import WORLD, Job, Record, unseen

REQUEST_SECONDS = 5


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
