import json
from datetime import datetime, timezone

from itsdangerous import BadSignature, URLSafeTimedSerializer


class TimedJSONWebSignatureSerializer:
    def dumps(self, value):
        return json.dumps(value).encode()


def read(key, token):
    try:
        value, signed = URLSafeTimedSerializer(key).loads(token, max_age=60, return_timestamp=True)
    except BadSignature as error:
        return str(error)
    return value, datetime.now(timezone.utc) - signed


print(TimedJSONWebSignatureSerializer().dumps("a").decode())
