from flask import Flask

app = Flask(__name__)
app.config.from_object('settings')


@app.route('/')
def index():
    return app.config['NAME']
