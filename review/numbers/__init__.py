"""Numbers people gave on a scale, as they are written down, compared and drawn. Never an average."""
