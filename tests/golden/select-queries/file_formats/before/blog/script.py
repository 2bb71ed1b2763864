#!/usr/bin/env python
# -*- coding: utf-8 -*-
"""Prints authors."""
from __future__ import print_function

from blog.models import Author, db

print(Author.query.count)


def main():
    for author in Author.query: print(author.name)
