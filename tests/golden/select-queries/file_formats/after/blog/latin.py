# -*- coding: latin-1 -*-
from blog.models import Author, db

GRÜSSE = "Grüße"


def index():
    return [GRÜSSE, db.session.get(Author, "Jürgen"), "Größe"]
