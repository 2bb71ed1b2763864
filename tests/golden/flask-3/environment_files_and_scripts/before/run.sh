#!/bin/sh

flask run --eager-loading --port 5000 || flask run --lazy-loading --port 5001
flask run --eager-loading --port 5002 & image-viewer --lazy-loading
