"""What every command stands in: the program around it, its options and files, what it says, how it ends."""
