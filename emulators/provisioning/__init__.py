"""Creates tables, topics and subscriptions on the emulators, as infra/ describes them."""
