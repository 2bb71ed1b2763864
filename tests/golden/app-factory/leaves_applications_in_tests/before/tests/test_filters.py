from flask import Flask

app = Flask(__name__)
app.config['TESTING'] = True


@app.route('/')
def index():
    return 'x'


def test_index():
    assert app.test_client().get('/').data == b'x'
