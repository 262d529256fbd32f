"""Histories in and out of Putki, as files that other programs can write and read."""
