from django.core.mail import EmailMessage

DEFAULT_MAIL_SENDER = "shop@example.com"
message = EmailMessage("x", from_email=DEFAULT_MAIL_SENDER)
print(message.is_bad_headers())
