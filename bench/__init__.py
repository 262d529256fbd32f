"""The benchmark suite (`make bench`): ratios against a fixed floor in one run, since machines are noisy."""
