from flask import Flask

from config import get_config

app = Flask(__name__)
app.config.from_object(get_config())


@app.route('/')
def index():
    return str([app.config[key] for key in ('DATABASE', 'LEVEL', 'PAGE', 'HOSTS', 'URL', 'TOKEN')])
