"""Pictures for papers and slides: what the page shows at a step as a drawing of lines."""
