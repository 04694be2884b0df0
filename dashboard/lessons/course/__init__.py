"""The words of the lessons, without their pictures: what each asks, what to try, what was learnt. No Streamlit."""
