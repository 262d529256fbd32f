"""Tests of the stages of pipelines."""
