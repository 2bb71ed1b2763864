from flask import current_app
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer as Serializer


class User:
    id = 3
    password = None

    def reset_token(self):
        s = Serializer(current_app.config['SECRET_KEY'])
        return s.dumps({'user_id': self.id})

    @staticmethod
    def verify_reset_token(token):
        s = Serializer(current_app.config['SECRET_KEY'])
        try:
            user_id = s.loads(token, max_age=1800)['user_id']
        except SignatureExpired as error:
            current_app.logger.info(str(error))
            return None
        except BadSignature:
            return None
        return user_id
