#!/bin/sh

flask run --port 5000 || flask run --port 5001
flask run --port 5002 & image-viewer --lazy-loading
