import faker

import flask
