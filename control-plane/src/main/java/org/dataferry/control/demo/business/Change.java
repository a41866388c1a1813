package org.dataferry.control.demo.business;

/** One live change of the business. */
public sealed interface Change {

    record Insert(Business.Row row) implements Change {}

    record Update(Business.Row row) implements Change {}

    /** @param row as it was */
    record Delete(Business.Row row) implements Change {}
}
