def index():
    return 'index'


def about():
    return 'about'


def status():
    return 'fine'
