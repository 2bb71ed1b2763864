from flask import Flask

public = Flask('public')
private = Flask('private')


@public.route('/')
def index():
    return 'public'


@private.route('/')
def inside():
    return 'private'
