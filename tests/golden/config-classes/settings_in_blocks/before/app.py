from flask import Flask

app = Flask(__name__)
app.config.from_object('config')


@app.route('/')
def index():
    return str([app.config[key] for key in ('DATABASE', 'LEVEL', 'PAGE', 'HOSTS', 'URL', 'TOKEN')])
