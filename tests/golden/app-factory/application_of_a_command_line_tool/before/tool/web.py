from flask import Flask, jsonify

from tool import state

app = Flask(__name__)
app.debug = True


@app.route('/')
def index():
    return jsonify(state.jobs)


@app.route('/name')
def name():
    return app.name


def serve(port):
    app.run(port=port)
