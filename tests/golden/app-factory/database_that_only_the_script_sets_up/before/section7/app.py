from flask import Flask

from db import db

app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///data.db'
db.init_app(app)
db.app = app


@app.route('/items')
def items():
    return str(db.session.execute(db.text('select 1')).scalar())


if __name__ == '__main__':
    db.create_all(); app.run(port=5000, debug=True)
