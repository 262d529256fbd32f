"""Finding by name: the words that names are cut into, how they are kept, and how a typed word fits one."""
