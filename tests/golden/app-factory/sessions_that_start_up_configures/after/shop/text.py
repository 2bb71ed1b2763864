def big(value):
    return value.upper()


def small(value):
    return value.lower()
