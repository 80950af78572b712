"""Takes the map out of the program: as a record, as text to paste, as a document. Nothing here decides or changes."""
