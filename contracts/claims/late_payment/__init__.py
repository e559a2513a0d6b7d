"""Interest, inflation and penalty under the laws of seven countries."""
