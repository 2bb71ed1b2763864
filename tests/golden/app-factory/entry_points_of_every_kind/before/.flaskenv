FLASK_APP=shop:app
