-- The source of ferry soak instances. customers and orders are mapped with plain columns. Where lookups and links are to
-- be soaked too, orders.customer_id and customer_tags are what their mappings read: see expectations.json.
CREATE TABLE customers (
    customer_id integer PRIMARY KEY,
    name varchar(100) NOT NULL,
    city varchar(60),
    credit numeric(12, 2),
    since date
);
CREATE TABLE orders (
    order_id integer PRIMARY KEY,
    customer_id integer,
    item varchar(100) NOT NULL,
    quantity integer,
    ordered date
);
CREATE TABLE customer_tags (
    customer_id integer NOT NULL,
    tag varchar(20) NOT NULL,
    PRIMARY KEY (customer_id, tag)
);
