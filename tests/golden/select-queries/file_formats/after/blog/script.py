#!/usr/bin/env python
# -*- coding: utf-8 -*-
"""Prints authors."""
from __future__ import print_function

from sqlalchemy import select

from blog.models import Author, db

print(Author.query.count)


def main():
    for author in db.session.scalars(select(Author)): print(author.name)
