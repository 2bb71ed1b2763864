from flask import Flask

from extensions import db

app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///test.db'
db.init_app(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)


@app.route('/')
def index():
    return str(User.query.count())


if __name__ == '__main__':
    # Start from nothing
    with app.app_context():
        db.drop_all()
        db.create_all()
    app.run(debug=True)
