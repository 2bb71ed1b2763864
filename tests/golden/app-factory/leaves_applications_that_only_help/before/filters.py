from flask import Flask

helper = Flask(__name__)


def respond(data):
    return helper.make_response(data)
