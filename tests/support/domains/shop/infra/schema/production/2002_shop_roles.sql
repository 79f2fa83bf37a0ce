-- What the functions of the shop's views may do.
CREATE ROLE project_orders;
GRANT ROLE view_advancer TO ROLE project_orders;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE orders, order_lines TO ROLE project_orders;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE sold_per_product, orders_per_status, revenue_per_day TO ROLE project_orders;

CREATE ROLE project_products;
GRANT ROLE view_advancer TO ROLE project_products;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE products TO ROLE project_products;

CREATE ROLE project_warehouse;
GRANT ROLE view_advancer TO ROLE project_warehouse;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE stock, to_ship, promised_per_product TO ROLE project_warehouse;

-- One function for the two views that follow orders.
CREATE ROLE project_sales;
GRANT ROLE project_orders, project_warehouse TO ROLE project_sales;

CREATE ROLE pull_orders;
GRANT ROLE project_orders, view_puller TO ROLE pull_orders;

CREATE ROLE pull_products;
GRANT ROLE project_products, view_puller TO ROLE pull_products;

CREATE ROLE pull_warehouse;
GRANT ROLE project_warehouse, view_puller TO ROLE pull_warehouse;

GRANT ROLE project_orders, project_products, project_warehouse TO ROLE views_advancer;
GRANT ROLE pull_orders, pull_products, pull_warehouse TO ROLE pull_views;
