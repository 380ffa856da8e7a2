"""What a page needs: templates, labels, terms as a reader sees them, tables."""
