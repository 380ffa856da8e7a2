"""What runs the server: connections, admission, headers, supervision, reports of what went wrong."""
