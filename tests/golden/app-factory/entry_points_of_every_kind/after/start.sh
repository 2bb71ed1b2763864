#!/bin/sh
# gunicorn shop:app
exec gunicorn 'shop:create_app()' -b "$HOST:$PORT"
