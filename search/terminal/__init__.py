"""Show answers in a terminal: one module for each command, `render` for each kind of answer, `layout` for lines."""
