import shop


def setting(name):
    return shop.app.config[name]
