"""Until when a debt can be sued for, and what moves that day."""
