"""The runs of a sweep in other programs' formats: tables in, files' contents out."""
