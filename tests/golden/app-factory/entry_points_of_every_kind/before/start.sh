#!/bin/sh
# gunicorn shop:app
exec gunicorn 'shop:app' -b "$HOST:$PORT"
