SECRET_KEY = 'secret'
SQLALCHEMY_DATABASE_URI = 'sqlite://'
