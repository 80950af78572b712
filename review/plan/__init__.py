"""The safety plan of a case and the people around the child who carry it."""
