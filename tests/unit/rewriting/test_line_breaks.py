"""Lines that edits make too long are broken where the file itself would break them."""

from __future__ import annotations

import pytest

from flask_modernize.rewriting.alignment import realigned
from flask_modernize.rewriting.edits import Edit
from flask_modernize.rewriting.line_breaks import line_breaks
from flask_modernize.sources import SourceFile

FILL = f"# {'-' * 77}\n" * 3
"""A file with these lines keeps to 79 columns."""


def edited(text: str, old: str = "app.", new: str = "current_app.") -> str:
    """``text`` with a word replaced everywhere, and the lines broken."""
    source = SourceFile.from_bytes((FILL + text).encode())
    edits = []
    start = source.data.find(old.encode())
    while start >= 0:
        edits.append(Edit("m.py", start, start + len(old), new.encode()))
        start = source.data.find(old.encode(), start + 1)
    edits = sorted([*edits, *(edit for edit, _ in realigned(source, edits))])
    edits = sorted([*edits, *(edit for edit, _ in line_breaks(source, edits))])
    data = source.data
    for edit in reversed(edits):
        data = data[: edit.start] + edit.replacement + data[edit.end :]
    return data.decode().removeprefix(FILL)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (  # under the bracket, which is above
            (
                "posts = db.paginate(current_user.following_posts(), page=page,\n"
                "                    per_page=app.config['POSTS_PER_PAGE_OF'], error_out=False)\n"
            ),
            (
                "posts = db.paginate(current_user.following_posts(), page=page,\n"
                "                    per_page=current_app.config['POSTS_PER_PAGE_OF'],\n"
                "                    error_out=False)\n"
            ),
        ),
        (  # the bracket is on the line, and moves
            "message = app.make(sender, recipients, text_of_the_message, something_else_x)\n",
            (
                "message = current_app.make(sender, recipients, text_of_the_message,\n"
                "                           something_else_x)\n"
            ),
        ),
        (  # the outermost bracket, not the one inside of it
            "send(app.config['SENDER'], text_of(user, token, other), html_of(user, token))\n",
            "send(current_app.config['SENDER'], text_of(user, token, other),\n     html_of(user, token))\n",
        ),
        (  # a line that hangs below its bracket
            "send(\n    app.config['SENDER_OF_ALL_MESSAGES'], text_of_the_message, html_of_it_xx)\n",
            "send(\n    current_app.config['SENDER_OF_ALL_MESSAGES'], text_of_the_message,\n    html_of_it_xx)\n",
        ),
    ],
)
def test_broken(before: str, after: str) -> None:
    assert max(map(len, before.split("\n"))) <= 79
    assert edited(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "x = app.send(a, b)\n",  # short enough
        "url = app.send('an address that is much too long to be broken in any place at all')\n",
        "send(app.config['SENDER_OF_MESSAGES'], text_of_the_message, other)  # to all\n",
        # What the lines below stand under would move.
        (
            "send(app.config['SENDER_OF_MESSAGES'], text_of_the_message_number(first_one,\n"
            "                                                                  second))\n"
        ),
        "value = app.first_of_all_the_values + app.second_of_all_the_values_that_we_have_\n",
    ],
)
def test_not_broken(text: str) -> None:
    assert "\n".join(each.rstrip() for each in edited(text).split("\n")).count("\n") == text.count("\n")


def test_files_with_long_lines_or_formatted_ones_are_left() -> None:
    line = "message = app.make(sender, recipients, text_of_the_message, something_else_x)\n"
    assert edited(line).count("\n") == 2
    assert edited(line + f"x = '{'x' * 80}'\n").count("\n") == 2
    assert edited(line + "y = make(\n    a,\n)\n").count("\n") == 4
    source = SourceFile.from_bytes(line.encode())
    start = line.index("app.")
    assert line_breaks(source, [Edit("m.py", start, start + 3, b"app" * 20)]) == []


def test_columns_are_characters() -> None:
    line = "message = app.make('äöü', recipients, text_of_the_message, something_else_x)\n"
    assert edited(line).endswith("text_of_the_message,\n" + " " * 27 + "something_else_x)\n")


def test_commas_that_are_replaced_themselves_are_passed_by() -> None:
    text = "connection.execute(insert_of_a_dashboard, tags_of_it, id=dashboard_id_x)\n"
    assert edited(text, ", id=", ", dashboard_id=") == (
        "connection.execute(insert_of_a_dashboard,\n                   tags_of_it, dashboard_id=dashboard_id_x)\n"
    )
    assert edited(text, "id=", "dashboard_id=") == (
        "connection.execute(insert_of_a_dashboard, tags_of_it,\n                   dashboard_id=dashboard_id_x)\n"
    )
