"""How it is said in each language. Babel lives here and nowhere else."""
