# -*- coding: latin-1 -*-
from blog.models import Author, db

GRÜSSE = "Grüße"


def index():
    return [GRÜSSE, Author.query.get("Jürgen"), "Größe"]
