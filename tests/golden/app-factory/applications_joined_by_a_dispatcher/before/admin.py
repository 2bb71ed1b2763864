from flask import Flask

app = Flask(__name__)
app.config['TITLE'] = 'admin'


@app.route('/')
def index():
    return app.config['TITLE']
