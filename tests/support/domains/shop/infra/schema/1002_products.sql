-- The view "products": a row for each product.
CREATE TABLE products (
  generation INT64 NOT NULL,
  product_id STRING(128) NOT NULL,
  name STRING(MAX),
) PRIMARY KEY (generation, product_id);

CREATE INDEX products_by_name ON products(generation, name);
