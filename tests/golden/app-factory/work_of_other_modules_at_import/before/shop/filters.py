import shop


def install():
    shop.app.jinja_env.globals['limit'] = shop.app.config['LIMIT']
