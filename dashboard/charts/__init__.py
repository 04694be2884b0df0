"""Pictures as pure functions: numbers in, Altair charts out. No Streamlit."""
