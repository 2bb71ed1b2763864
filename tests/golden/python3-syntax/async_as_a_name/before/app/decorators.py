from threading import Thread


def async(function):
    def started(*args):
        Thread(target=function, args=args).start()
    return started
