"""What a teacher needs beside each lesson. No Streamlit."""
