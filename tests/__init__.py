"""Tests of Putki: real databases, real sockets, moved time."""
