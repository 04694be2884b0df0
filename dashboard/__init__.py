"""What the pages of the dashboard share; the only home of Streamlit code besides app.py and pages/."""
