"""The tools that developers run do what they say."""
