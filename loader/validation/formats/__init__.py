"""One module per form of a report; each turns a report into bytes or a drawing, none writes files."""
