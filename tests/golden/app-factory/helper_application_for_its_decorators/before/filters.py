from flask import Flask

helper = Flask('helper')


@helper.template_filter()
def shout(text):
    return text.upper() + '!'
