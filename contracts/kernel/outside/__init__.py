"""What crosses the border of the program: files written, bytes read, texts shown, secrets kept beside the register."""
