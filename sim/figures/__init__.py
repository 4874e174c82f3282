"""One file per figure. Each takes a table and returns a matplotlib Figure. The common style is in `style`, the words in
`names`."""
