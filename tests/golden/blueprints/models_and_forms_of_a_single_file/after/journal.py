"""A journal in one file."""
from flask import Flask
from extensions import db, login_manager
from models import Entry, User
from views import bp as main_bp

app = Flask(__name__)
app.config['SECRET_KEY'] = 'journal'
app.config['WTF_CSRF_ENABLED'] = False
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite://'
app.config['ADMIN'] = 'root'
db.init_app(app)
login_manager.init_app(app)


@app.shell_context_processor
def shell():
    return {'db': db, 'User': User}


app.register_blueprint(main_bp)


with app.app_context():
    db.create_all()
    db.session.add(User(name='ann'))
    db.session.commit()

if __name__ == '__main__':
    app.run()
