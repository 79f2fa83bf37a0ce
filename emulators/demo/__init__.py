"""The story of Onewrite, told in a terminal on the real emulators."""
