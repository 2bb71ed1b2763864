from flask import Flask

from db import db

app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///data.db'
app.secret_key = 'jose'

"""
Tables come with the first request.
"""
app.config['LATER'] = True


@app.route('/items')
def items():
    return str(db.session.execute(db.text('select 1')).scalar())


if __name__ == '__main__':
    from db import db
    db.init_app(app)
    app.run(port=5000, debug=True)
