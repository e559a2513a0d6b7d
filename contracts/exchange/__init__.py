"""What comes in and goes out: registers from spreadsheets and open data, exports."""
