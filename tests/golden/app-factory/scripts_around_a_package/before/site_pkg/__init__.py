from flask import Flask

app = Flask(__name__)
app.config['NAME'] = 'site'


@app.route('/')
def index():
    return app.config['NAME']
