#!/bin/sh

flask run --port 5000 || flask run --port 5001
