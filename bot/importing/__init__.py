"""What `putki import` tells whoever runs it: what came or would come, whose deals they are, and what is wrong."""
