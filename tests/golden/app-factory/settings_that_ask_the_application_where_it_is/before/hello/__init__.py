from flask import Flask

app = Flask('hello')
app.config.from_pyfile('settings.py')

import hello.views
