#!/bin/sh

flask run --eager-loading --port 5000 || flask run --lazy-loading --port 5001
