"""What a push sets off: whom it concerns, and whose transaction it shares."""
