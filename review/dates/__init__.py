"""When things are due: a council's rules, working days, the dates of a case and who was invited."""
