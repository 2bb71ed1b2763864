from .decorators import async


@async
def send(message, async=False):
    return message


send("x", async=True)
