"""HTTP: routes made from the domain's declarations, one mapping from errors to problems, generated OpenAPI."""
