from functools import wraps

from flask import url_for


def plain(function):
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


def kept(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


def index():
    return url_for("page")


def about():
    return url_for("wrapper")


@kept
def legal():
    return "legal"


@plain
def help_page():
    return "help"
