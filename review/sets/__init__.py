"""Danger (worry) statements with their goals and scales: folded from the log, judged, proposed, answered to."""
