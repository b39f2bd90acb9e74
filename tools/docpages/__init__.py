"""The reference pages, each made from what the program itself is made from: schemas, commands, routing tables."""
