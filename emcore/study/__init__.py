"""What one learns about runs of EM: half steps, stopping rules, many starts, published runs, projections."""
