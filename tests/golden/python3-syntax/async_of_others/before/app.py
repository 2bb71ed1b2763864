import psycopg2
from kombu.async import Hub
from kombu.async.timer import Timer
from rq import Queue
from feeds import Feed, publish


def connect(dsn):
    print "connecting"
    return psycopg2.connect(dsn, async=True)  # waits for nobody


queue = Queue(connection=None, async=False)
feed = Feed("news", async=1, size=20)
feed.async = True
if feed.async:
    publish(feed, async=True)
