"""The views of the shop.

orders      the orders and their lines, for customers; what was sold, and for how much
products    the products by name, for customers
warehouse   what is in stock and what is to be shipped, of both aggregates
"""
