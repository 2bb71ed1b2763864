import psycopg
from celery.utils import async


def connect():
    return psycopg.connect("db", async=True)
