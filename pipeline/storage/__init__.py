"""Storage: every table on one page, the engines that reach them, and the migrations."""
