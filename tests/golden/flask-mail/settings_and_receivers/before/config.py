DEFAULT_MAIL_SENDER = "shop@example.com"
MAIL_FAIL_SILENTLY = False
