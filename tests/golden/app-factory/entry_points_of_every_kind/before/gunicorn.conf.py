wsgi_app = "shop:app"
workers = 2
