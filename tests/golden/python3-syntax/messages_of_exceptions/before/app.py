class Refused(Exception):
    pass


class Told(Exception):
    def __init__(self, message):
        self.message = message


def run(action):
    try:
        action()
    except Refused, error:
        print error.message
    except Told, error:
        print error.message
    except (IOError, ValueError), error:
        print error.message
