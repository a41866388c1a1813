package org.dataferry.acceptance.read;

import java.util.List;

/**
 * What a mapping of links means, said a second time.
 *
 * @param entitySet of the intersect table
 * @param first entity of the first end
 * @param second entity of the other end, which is not the first
 * @param query gives the keys of both ends of each link
 */
public record ExpectedLinks(String relationship, String entitySet, String first, String second, String query) {

    /** What {@code examples/northwind} says. */
    public static final List<ExpectedLinks> NORTHWIND = List.of(new ExpectedLinks(
            "ferry_employee_territory",
            "ferry_employee_territoryset",
            "contact",
            "ferry_territory",
            "SELECT employee_id::text, territory_id FROM employee_territories"));
}
