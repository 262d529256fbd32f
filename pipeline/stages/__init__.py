"""Stages: the pipelines of a workspace, their stages, and what each requires."""
