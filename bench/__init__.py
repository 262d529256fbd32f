"""The benchmark suite (`make bench`): times relative to a floor measured in the same run, since machines are noisy."""
