"""What all rooms of the dashboard share."""
