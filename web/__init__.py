"""How it reaches a screen: thin edges that parse, make one call and answer."""
