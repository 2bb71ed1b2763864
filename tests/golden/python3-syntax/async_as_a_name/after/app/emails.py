from .decorators import async_


@async_
def send(message, async_=False):
    return message


send("x", async_=True)
