package org.dataferry.control.demo.business;

import java.util.List;

/** The tables of the business, those first that others name. */
public enum Table {
    /** The clinics that ask for staff. */
    ACCOUNTS("accounts", "account", "accountnumber", 4, List.of("account_id"), List.of()),
    /** The people who work there. */
    PROVIDERS("providers", "contact", "employeeid", 10, List.of("provider_id"), List.of()),
    /** What an account asks for. */
    JOBS("jobs", "ferry_job", "ferry_jobnumber", 6, List.of("job_id"), List.of(ACCOUNTS)),
    /** The times of a job. */
    SHIFTS("shifts", "ferry_shift", "ferry_shiftnumber", 30, List.of("shift_id"), List.of(JOBS)),
    /** How far it is for a provider to an account, and whether the account has cleared the provider. */
    PROVIDER_ACCOUNTS(
            "provider_accounts",
            "ferry_distance",
            "ferry_pairing",
            14,
            List.of("provider_id", "account_id"),
            List.of(PROVIDERS, ACCOUNTS)),
    /** Who works when, and for what: the widest table. */
    SHIFT_ORDERS(
            "shift_orders", "ferry_shiftorder", "ferry_orderid", 36, List.of("order_id"), List.of(SHIFTS, PROVIDERS));

    private final String sqlName;
    private final String entity;
    private final String numberAttribute;
    private final int percent;
    private final List<String> primaryKey;
    private final List<Table> parents;

    Table(
            String sqlName,
            String entity,
            String numberAttribute,
            int percent,
            List<String> primaryKey,
            List<Table> parents) {
        this.sqlName = sqlName;
        this.entity = entity;
        this.numberAttribute = numberAttribute;
        this.percent = percent;
        this.primaryKey = primaryKey;
        this.parents = parents;
    }

    public String sqlName() {
        return sqlName;
    }

    /** Its table in Dataverse, by logical name. */
    public String entity() {
        return entity;
    }

    /** The column of the target that tells which row it is: a number, or a text that ends with it after a hyphen. */
    public String numberAttribute() {
        return numberAttribute;
    }

    /**
     * Which row a value of {@link #numberAttribute} tells of.
     *
     * @throws NumberFormatException if it tells of none
     */
    public long numberIn(String value) {
        long told = Long.parseLong(value.substring(value.indexOf('-') + 1));
        return this == SHIFT_ORDERS ? told - 1 : told;
    }

    /** Of all rows. */
    int percent() {
        return percent;
    }

    List<String> primaryKey() {
        return primaryKey;
    }

    /** The tables whose rows its lookups name. */
    List<Table> parents() {
        return parents;
    }

    /** Whether lookups or links of others name its rows. */
    public boolean isNamed() {
        return this != PROVIDER_ACCOUNTS && this != SHIFT_ORDERS;
    }
}
