import psycopg2
from kombu.asynchronous import Hub
from kombu.asynchronous.timer import Timer
from rq import Queue
from feeds import Feed, publish


def connect(dsn):
    print("connecting")
    return psycopg2.connect(dsn, async_=True)  # waits for nobody


queue = Queue(connection=None, is_async=False)
feed = Feed("news", **{"async": 1}, size=20)
setattr(feed, "async", True)
if getattr(feed, "async"):
    publish(feed, **{"async": True})
