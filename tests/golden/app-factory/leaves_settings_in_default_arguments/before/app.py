from flask import Flask

app = Flask(__name__)
app.config['LIMIT'] = 3


def limited(items, limit=app.config['LIMIT']):
    return items[:limit]


@app.route('/')
def index():
    return str(limited([1, 2, 3, 4]))
