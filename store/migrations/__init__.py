"""How the tables came to be, revision by revision. A revision that has run somewhere is never edited."""
