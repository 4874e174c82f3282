"""The runs of a sweep in the formats of other programs. Functions take tables and return the contents of files."""
