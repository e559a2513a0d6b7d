"""Contracts: entered, listed, shown, changed, and every dated fact that moves one."""
