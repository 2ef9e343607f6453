"""The commands, one module for each; `render` formats the answers, and `layout` wraps and colours lines."""
