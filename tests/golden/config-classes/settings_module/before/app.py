from flask import Flask

app = Flask(__name__)
app.config.from_object('config')


@app.route('/')
def index():
    return app.config['MESSAGE'] + app.config['UPLOAD_FOLDER']
