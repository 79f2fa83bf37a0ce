"""Google's client for Spanner: connecting, limits and tags of its calls, its faults as errors of ours."""
