"""Pages for a room of officials: a report of a comparison, an explorer of a sweep, exercises. No server, no network."""
