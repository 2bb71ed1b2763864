MAIL_DEFAULT_SENDER = "shop@example.com"
