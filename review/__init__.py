"""What workers make of the words families sent. Imports only values of dialogs; keeps nothing, shows nothing."""
