class User(object):
    pass
