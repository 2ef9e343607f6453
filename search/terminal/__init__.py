"""Show answers in a terminal: `setting` wraps and colours any text, `views` knows what stands where."""
