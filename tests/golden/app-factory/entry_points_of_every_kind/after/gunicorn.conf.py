wsgi_app = "shop:create_app()"
workers = 2
