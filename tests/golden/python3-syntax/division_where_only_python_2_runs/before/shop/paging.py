PER_PAGE = 20


def pages(rows):
    return len(rows) / PER_PAGE


def share(part, total):
    return part / total


def ratio(part):
    return part / 2.0
