"""What is kept, sealed, and for how long. SQLAlchemy lives here and nowhere else."""
