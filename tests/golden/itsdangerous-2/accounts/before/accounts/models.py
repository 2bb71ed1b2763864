from flask import current_app
from itsdangerous import BadSignature, SignatureExpired, TimedJSONWebSignatureSerializer as Serializer


class User:
    id = 3
    password = None

    def reset_token(self, expires_sec=1800):
        s = Serializer(current_app.config['SECRET_KEY'], expires_sec)
        return s.dumps({'user_id': self.id}).decode('utf-8')

    @staticmethod
    def verify_reset_token(token):
        s = Serializer(current_app.config['SECRET_KEY'])
        try:
            user_id = s.loads(token)['user_id']
        except SignatureExpired as error:
            current_app.logger.info(error.message)
            return None
        except BadSignature:
            return None
        return user_id
