from flask import Flask

app = Flask(__name__)
app.config['NAME'] = 'shop'
app.config['SECRET_KEY'] = 'abc'
app.config.from_object('config')


@app.route('/')
def index():
    return app.config['NAME']
