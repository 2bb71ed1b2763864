from app import basedir


def where():
    return basedir
