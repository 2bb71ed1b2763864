from flask import Flask

app = Flask(__name__)
app.config['SECRET_KEY'] = 'secret!'
app.config['COLOUR'] = 'red'


@app.route('/')
def index():
    return app.config['COLOUR']
