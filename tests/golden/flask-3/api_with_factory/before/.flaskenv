# How it runs here.
FLASK_APP=shop
FLASK_ENV=development
