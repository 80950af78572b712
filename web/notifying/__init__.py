"""The way out to staff: hands a short notice to a mail server or to GOV.UK Notify. Never a family's word."""
