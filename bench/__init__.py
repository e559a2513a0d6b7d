"""Benchmarks: each prints our figure beside a named baseline measured in the same run, medians, interleaved."""
