"""HTTP at the edge: routes from declarations, one mapping from errors to problems, generated OpenAPI."""
