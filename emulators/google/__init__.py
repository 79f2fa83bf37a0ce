"""Google's emulators: find out how to start them, start them, watch them."""
