from flask import Flask, Response

app = Flask(__name__)
app.config['ITEMS'] = ['a']


def generate():
    for item in app.config['ITEMS']:
        yield item


@app.route('/')
def index():
    return Response(generate(), mimetype='text/plain')
