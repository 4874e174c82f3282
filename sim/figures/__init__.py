"""One file per figure: a table in, a matplotlib Figure out. The house style is in `style`, the words in `names`."""
