"""What is asked, and what comes next. Imports no sibling package, no web, no database, no clock."""
