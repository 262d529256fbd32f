"""What only developers of Putki run. It uses the product, which never imports it, and is not installed with it."""
