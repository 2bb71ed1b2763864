SQLALCHEMY_DATABASE_URI = 'sqlite://'
NAME = 'shop'
