"""The made-up family of the demo: what each of them said, and what was done with it. Nobody in it is real."""
