"""The desk over a socket: a hint that something arrived, and the inbox again."""
