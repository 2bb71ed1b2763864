"""Files that requests carry: made up for a field, and as the test client takes them."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

from flask_modernize.verify.probe.world import Record

# One white pixel.
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="
PICTURES = re.compile(r"image|img|photo|picture|pic\b|avatar|logo|icon|banner|thumb|cover|png|jpe?g", re.IGNORECASE)
TABLES = re.compile(r"csv|spreadsheet|import", re.IGNORECASE)
DOCUMENTS = re.compile(r"json", re.IGNORECASE)


def made_up_file(name: str, accepted: str = "") -> Record:
    """A small file for a field of that name; ``accepted`` is what its form says that it takes."""
    said = f"{name} {accepted}"
    if PICTURES.search(said):
        return {"filename": "picture.png", "type": "image/png", "base64": PICTURE}
    if TABLES.search(said):
        return {"filename": "rows.csv", "type": "text/csv", "text": "id,name,price\n1,first,4\n2,second,5\n"}
    if DOCUMENTS.search(said):
        return {"filename": "values.json", "type": "application/json", "text": '{"name": "first", "price": 4}'}
    return {"filename": "notes.txt", "type": "text/plain", "text": "first line\nsecond line\n"}


def file_parts(files: Record) -> dict[str, Any]:
    """The files of a request, by field, as the test client takes them."""
    return {name: file_part(each) for name, each in files.items()}


def file_part(file: Record) -> tuple[Any, ...]:
    content = base64.b64decode(file["base64"]) if "base64" in file else str(file.get("text", "")).encode()
    kind = (file["type"],) if file.get("type") else ()
    return (io.BytesIO(content), file.get("filename") or "file", *kind)
