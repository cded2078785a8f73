"""Nothing that is typed is lost: a journal beside the file, saves that are whole or not at all."""
