class Refused(Exception):
    pass


class Told(Exception):
    def __init__(self, message):
        self.message = message


def run(action):
    try:
        action()
    except Refused as error:
        print(error.message)
    except Told as error:
        print(error.message)
    except (IOError, ValueError) as error:
        print(str(error))
