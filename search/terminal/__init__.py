"""Show answers in a terminal: a module for each command, `render` for what stands where, `layout` for wrapping."""
