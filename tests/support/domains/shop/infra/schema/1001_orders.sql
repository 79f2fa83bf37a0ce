-- The view "orders": a row for each order and for each of its lines, and totals over all of them.
CREATE TABLE orders (
  generation INT64 NOT NULL,
  order_id STRING(128) NOT NULL,
  customer_id STRING(MAX),
  status STRING(MAX),
  amount NUMERIC,
  placed_at TIMESTAMP,
  paid_on DATE,
) PRIMARY KEY (generation, order_id);

CREATE INDEX orders_by_customer_id_placed_at_desc ON orders(generation, customer_id, placed_at DESC);

CREATE INDEX orders_by_customer_id_status_placed_at_desc ON orders(generation, customer_id, status, placed_at DESC);

CREATE INDEX orders_by_status_placed_at_desc ON orders(generation, status, placed_at DESC);

CREATE TABLE order_lines (
  generation INT64 NOT NULL,
  order_id STRING(128) NOT NULL,
  number INT64 NOT NULL,
  product_id STRING(MAX),
  quantity INT64,
  price NUMERIC,
  ordered_at TIMESTAMP,
) PRIMARY KEY (generation, order_id, number);

CREATE INDEX order_lines_by_product_id_ordered_at_desc ON order_lines(generation, product_id, ordered_at DESC);

CREATE TABLE sold_per_product (
  generation INT64 NOT NULL,
  product_id STRING(MAX) NOT NULL,
  shard INT64 NOT NULL,
  lines INT64,
  quantity INT64,
) PRIMARY KEY (generation, product_id, shard);

CREATE INDEX sold_per_product_by_quantity_desc ON sold_per_product(generation, quantity DESC);

CREATE TABLE orders_per_status (
  generation INT64 NOT NULL,
  status STRING(MAX) NOT NULL,
  shard INT64 NOT NULL,
  orders INT64,
  amount NUMERIC,
) PRIMARY KEY (generation, status, shard);

CREATE TABLE revenue_per_day (
  generation INT64 NOT NULL,
  paid_on DATE NOT NULL,
  shard INT64 NOT NULL,
  orders INT64,
  amount NUMERIC,
) PRIMARY KEY (generation, paid_on, shard);
