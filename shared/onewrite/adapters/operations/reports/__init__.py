"""Models of what operators are told: JSON and its OpenAPI schemas are made from them."""
