"""Names of tables as Flask-SQLAlchemy 2 and 3 derive them; ``old`` was printed by version 2.4.4."""

from __future__ import annotations

import pytest
from flask_modernize_codemods.flask_sqlalchemy_3.table_names import new_name, old_name
from flask_sqlalchemy.model import camel_to_snake_case

NAMES = [
    ("User", "user"),
    ("UserName", "user_name"),
    ("HTTPLog", "http_log"),
    ("HTTP2Log", "htt_p2_log"),
    ("UserID", "userID"),
    ("OAuth2Token", "o_auth2_token"),
    ("Item2", "item2"),
    ("ABC", "ABC"),
]


@pytest.mark.parametrize(("cls", "old"), NAMES)
def test_name_of_version_2(cls: str, old: str) -> None:
    assert old_name(cls) == old


@pytest.mark.parametrize("cls", [cls for cls, _ in NAMES])
def test_name_of_version_3(cls: str) -> None:
    assert new_name(cls) == camel_to_snake_case(cls)
