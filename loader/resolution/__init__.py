"""From names in a document to the bodies and places that they mean."""
