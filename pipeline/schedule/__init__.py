"""The schedule: once a minute a tick turns what is due into messages. No deal has a job of its own."""
