from flask import Flask

from config import basedir, get_config

app = Flask(__name__)
app.config.from_object(get_config())


@app.route('/')
def index():
    return str(app.config['UPLOAD_FOLDER'].startswith(basedir))
