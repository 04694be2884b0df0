"""What a visitor takes away: files, pictures, code, links."""
