def titles(pages, names):
    first = [unicode(each) for each in pages]  # flask-modernize: ignore[python3-syntax]
    return first, str(names)
