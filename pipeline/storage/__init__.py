"""Storage: the database's tables, the engines that read and write them, and the migrations."""
