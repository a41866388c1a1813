-- The source of ferry soak instances. It has no foreign keys, so that a row may come before the rows that it names, and
-- stay when they go.
CREATE TABLE customers (
    customer_id integer PRIMARY KEY,
    name varchar(100) NOT NULL,
    city varchar(60),
    credit numeric(12, 2),
    since date,
    parent_id integer
);
CREATE TABLE orders (
    order_id integer PRIMARY KEY,
    customer_id integer,
    item varchar(100) NOT NULL,
    quantity integer,
    ordered date
);
-- Who watches which orders. Two reasons make one link.
CREATE TABLE order_watchers (
    customer_id integer NOT NULL,
    order_id integer NOT NULL,
    reason varchar(20) NOT NULL,
    PRIMARY KEY (customer_id, order_id, reason)
);
