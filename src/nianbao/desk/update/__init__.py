"""What somebody changed in a document that was made of a report, brought back: never what it only lacks."""
