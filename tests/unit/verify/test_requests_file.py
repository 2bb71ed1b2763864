"""Lists of requests in files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flask_modernize.verify.requests_file import BadRequests, read_requests


def written(path: Path, document: Any) -> str:
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("wrap", [list, lambda listed: {"requests": listed, "comment": "mine"}])
def test_a_list_and_an_object_with_the_key_requests(tmp_path: Path, wrap: Any) -> None:
    listed = [
        {"method": "post", "path": "/login", "form": {"name": "ann"}, "headers": {"X-A": "1"}},
        {"path": "/?q=1"},
        {"method": "PUT", "path": "/a", "json": [1, None]},
    ]
    found = read_requests(written(tmp_path / "r.json", wrap(listed)))
    assert found == [{**listed[0], "method": "POST"}, {"method": "GET", "path": "/?q=1"}, listed[2]]


def test_a_recording_of_a_browser(tmp_path: Path) -> None:
    def entry(method: str, url: str, **request: Any) -> Any:
        return {"request": {"method": method, "url": url, "headers": [], **request}, "response": {}}

    entries = [
        entry("GET", "http://localhost:5000/posts?page=2", headers=[{"name": "Accept", "value": "text/html"}]),
        entry("GET", "https://cdn.example.com/jquery.js"),
        entry("POST", "http://localhost:5000/add", postData={"params": [{"name": "title", "value": "T"}]}),
        entry("PUT", "http://localhost:5000/a", postData={"text": "{}", "mimeType": "application/json"}),
    ]
    assert read_requests(written(tmp_path / "r.har", {"log": {"entries": entries}})) == [
        {"method": "GET", "path": "/posts?page=2", "headers": {"Accept": "text/html"}},
        {"method": "POST", "path": "/add", "form": {"title": "T"}},
        {"method": "PUT", "path": "/a", "data": "{}", "content_type": "application/json"},
    ]


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"x": 1}, "neither a list"),
        ([1], "request 1: not an object"),
        ([{"path": "/"}, {"path": "x"}], "request 2: path must be"),
        ([{"path": "/", "method": "FETCH"}], "unknown method 'FETCH'"),
        ([{"path": "/", "body": ""}], "unknown key 'body'"),
        ([{"path": "/", "form": []}], "form must be an object"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, document: Any, message: str) -> None:
    with pytest.raises(BadRequests, match=message):
        read_requests(written(tmp_path / "r.json", document))


def test_a_file_that_is_no_json(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text("[", encoding="utf-8")
    with pytest.raises(BadRequests, match="cannot be read"):
        read_requests(str(tmp_path / "r.json"))
