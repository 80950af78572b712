"""The meeting room: what is typed there, and what everybody may see on its wall."""
