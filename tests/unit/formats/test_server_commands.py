"""Words like ``app:app`` in the commands of servers: which are found, and how another word is quoted in their place."""

from __future__ import annotations

import shlex

import pytest

from flask_modernize.formats.server_commands import ServerWord, server_words, uwsgi_files


def only(text: str) -> ServerWord:
    (found,) = server_words(text)
    return found


def replaced(text: str, word: str = "app:create_app()") -> str:
    found = only(text)
    return text[: found.start] + found.quoted(word) + text[found.end :]


@pytest.mark.parametrize(
    ("text", "server", "module", "name"),
    [
        ("web: gunicorn app:app", "gunicorn", "app", "app"),
        ("web: gunicorn -b 0.0.0.0:80 shop.web:application -w 2", "gunicorn", "shop.web", "application"),
        ("FLASK_APP=app:app", "FLASK_APP", "app", "app"),
        ("  FLASK_APP: app:app", "FLASK_APP", "app", "app"),
        ("flask --app app.py:app run", "flask", "app.py", "app"),
        ("gunicorn \\\n  --bind :80 \\\n  app:app", "gunicorn", "app", "app"),
        ("command:\n  - gunicorn\n  - app:app", "gunicorn", "app", "app"),
        ('CMD ["gunicorn",\n     "app:app"]', "gunicorn", "app", "app"),
        ("[uwsgi]\nmodule = app:app", "uwsgi", "app", "app"),
        ("FLASK_APP=x gunicorn app:app", "gunicorn", "app", "app"),
    ],
)
def test_what_a_server_runs_is_found(text: str, server: str, module: str, name: str) -> None:
    found = only(text)
    assert (found.server, found.module, found.name) == (server, module, name)
    assert text[found.start : found.end] == f"{module}:{name}"


@pytest.mark.parametrize(
    "text",
    [
        "image: registry/app:app",
        "see app:app",
        "# gunicorn app:app",
        "gunicorn http://app:8000",
        "gunicorn app:create_app()",
        "docker run app:app",
        "gunicorn -b unix:app.sock",
        "gunicorn\n\napp:app",
        "module = app:app",
        "gunicorn 'app:create_app()'",
    ],
)
def test_what_is_no_command_is_left_out(text: str) -> None:
    assert list(server_words(text)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("gunicorn app:app", 'gunicorn "app:create_app()"'),
        ('gunicorn "app:app"', 'gunicorn "app:create_app()"'),
        ("gunicorn 'app:app'", "gunicorn 'app:create_app()'"),
        ('{"web": "gunicorn app:app"}', '{"web": "gunicorn \'app:create_app()\'"}'),
        ("command: 'gunicorn app:app'", "command: 'gunicorn \"app:create_app()\"'"),
        ('["gunicorn", "app:app"]', '["gunicorn", "app:create_app()"]'),
        ('sh -c "gunicorn app:app"', "sh -c \"gunicorn 'app:create_app()'\""),
        ("[uwsgi]\nwsgi = app:app", "[uwsgi]\nwsgi = app:create_app()"),
        ('echo "it\\"s" && gunicorn app:app', 'echo "it\\"s" && gunicorn "app:create_app()"'),
    ],
)
def test_the_new_word_is_quoted_as_its_place_demands(before: str, after: str) -> None:
    assert replaced(before) == after


@pytest.mark.parametrize("command", ["gunicorn app:app", "gunicorn 'app:app' -w 2", 'exec gunicorn "app:app"'])
def test_a_shell_sees_one_word(command: str) -> None:
    assert "app:create_app()" in shlex.split(replaced(command))


def test_several_words_come_in_order() -> None:
    found = list(server_words("a: gunicorn app:app\nb: FLASK_APP=web:app flask db upgrade\n"))
    assert [(each.module, each.server) for each in found] == [("app", "gunicorn"), ("web", "FLASK_APP")]


@pytest.mark.parametrize(
    ("text", "module", "name"),
    [
        ("[uwsgi]\nwsgi-file = app.py\ncallable = web\n", "app.py", "web"),
        ("[uwsgi]\nwsgi-file=src/app.py\n", "src/app.py", "application"),
        ("uwsgi --wsgi-file app.py --callable app", "app.py", "app"),
    ],
)
def test_files_that_uwsgi_loads(text: str, module: str, name: str) -> None:
    (found,) = uwsgi_files(text)
    assert (found.module, found.name, found.form) == (module, name, "file")
    assert text[found.start : found.end] == module


@pytest.mark.parametrize(
    ("text", "module", "name"),
    [
        ("[uwsgi]\nmodule = app\ncallable = web\n", "app", "web"),
        ("[uwsgi]\nmodule = shop.app\n", "shop.app", "application"),
        ("uwsgi --http :80 --module app --callable app", "app", "app"),
    ],
)
def test_modules_that_uwsgi_loads(text: str, module: str, name: str) -> None:
    (found,) = uwsgi_files(text)
    assert (found.module, found.name, found.form) == (module, name, "module")
    assert text[found.start : found.end] == module


@pytest.mark.parametrize("text", ["[uwsgi]\nmodule = app:app\n", "uwsgi --module app:app", "[other]\nmodule = app\n"])
def test_other_modules_are_not_found_with_those(text: str) -> None:
    assert not list(uwsgi_files(text))
