-- The view "warehouse": what is in stock, and what has to be shipped.
CREATE TABLE stock (
  generation INT64 NOT NULL,
  product_id STRING(128) NOT NULL,
  quantity INT64,
) PRIMARY KEY (generation, product_id);

CREATE TABLE to_ship (
  generation INT64 NOT NULL,
  order_id STRING(128) NOT NULL,
  number INT64 NOT NULL,
  product_id STRING(MAX),
  quantity INT64,
) PRIMARY KEY (generation, order_id, number);

CREATE TABLE promised_per_product (
  generation INT64 NOT NULL,
  product_id STRING(MAX) NOT NULL,
  shard INT64 NOT NULL,
  lines INT64,
  quantity INT64,
) PRIMARY KEY (generation, product_id, shard);
