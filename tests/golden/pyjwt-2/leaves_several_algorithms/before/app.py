import jwt


def for_users(data, key):
    return jwt.encode(data, key, algorithm="HS256")


def for_others(data, key):
    return jwt.encode(data, key, algorithm="RS256")


def read(token, key):
    return jwt.decode(token, key)
