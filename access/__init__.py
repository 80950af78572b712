"""Who may come in, and what they may see. Pure rules and hashing; imports no sibling, no web, no database."""
