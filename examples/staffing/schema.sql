-- The database of a staffing business. As such systems are: keys of several kinds, dates where nobody knew the date, and
-- no foreign keys, so that rows name others that are gone.

CREATE TYPE specialty AS ENUM ('nursing', 'medicine', 'pharmacy', 'rescue');
CREATE TYPE order_channel AS ENUM ('phone', 'portal', 'email');

CREATE TABLE accounts (
    account_id integer PRIMARY KEY,
    account_no varchar(12) NOT NULL,
    name varchar(400),
    kind varchar(40),
    phone varchar(30),
    email varchar(100),
    website text,
    street varchar(80),
    city varchar(80),
    zip char(5),
    state char(2),
    employees integer,
    revenue numeric(14, 2),
    credit_hold boolean,
    beds smallint,
    rating real,
    opened_on date,
    created_at timestamptz,
    external_id uuid,
    logo bytea
);

CREATE TABLE providers (
    provider_id bigint PRIMARY KEY,
    provider_no varchar(12) NOT NULL,
    first_name varchar(60),
    middle_name varchar(60),
    last_name varchar(200),
    title text,
    birth_date date,
    email varchar(100),
    mobile varchar(30),
    street varchar(80),
    city varchar(80),
    zip char(5),
    state char(2),
    specialty specialty,
    skills text[],
    profile jsonb,
    hourly_rate numeric(8, 2),
    years smallint,
    latitude double precision,
    longitude double precision,
    active boolean,
    hired_on date,
    seen_at timestamptz,
    license uuid
);

CREATE TABLE jobs (
    job_id integer PRIMARY KEY,
    job_no varchar(16) NOT NULL,
    account_id integer,
    title text,
    description text,
    start_on date,
    end_on date,
    positions smallint,
    bill_rate numeric(10, 2),
    overtime_factor real,
    remote boolean,
    day_start time,
    created_at timestamptz,
    closed boolean
);

CREATE TABLE shifts (
    shift_id bigint PRIMARY KEY,
    shift_no varchar(16) NOT NULL,
    job_id integer,
    starts_at timestamptz,
    ends_at timestamptz,
    local_start timestamp,
    unit varchar(60),
    break_minutes smallint,
    headcount smallint,
    rate numeric(10, 4),
    differential double precision,
    is_night boolean,
    notes text,
    tags text[]
);

CREATE TABLE provider_accounts (
    provider_id bigint,
    account_id integer,
    pairing_no bigint NOT NULL,
    distance_km double precision,
    drive_minutes smallint,
    band char(1),
    cleared boolean,
    cleared_on date,
    rating real,
    computed_at timestamp,
    note varchar(400),
    PRIMARY KEY (provider_id, account_id)
);

CREATE TABLE shift_orders (
    order_id bigint PRIMARY KEY,
    order_number varchar(20) NOT NULL,
    shift_id bigint,
    provider_id bigint,
    status varchar(20),
    priority smallint,
    unit varchar(200),
    notes text,
    language char(2),
    currency char(3),
    ordered_on date,
    confirmed_on date,
    ordered_at timestamptz,
    starts_at timestamptz,
    ends_at timestamptz,
    local_start timestamp,
    check_in time,
    check_out time,
    break_minutes smallint,
    hours numeric(6, 2),
    bill_rate numeric(10, 4),
    pay_rate numeric(10, 4),
    overtime_rate numeric(10, 2),
    bonus numeric(8, 2),
    margin real,
    quality double precision,
    latitude double precision,
    longitude double precision,
    miles integer,
    steps bigint,
    is_night boolean,
    is_weekend boolean,
    is_confirmed boolean,
    external_id uuid,
    channel order_channel,
    requirements jsonb,
    tags text[],
    signature bytea
);
