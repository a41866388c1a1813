package org.dataferry.control.soak;

/**
 * What a mapping of links means, said a second time.
 *
 * @param entitySet of the intersect table, by which links can be read
 * @param first entity of the first end; the column of the intersect table has the name of that entity's id
 * @param second entity of the other end, which is not the first
 * @param query gives the keys of both ends of each link
 */
record ExpectedLinks(String relationship, String entitySet, String table, String first, String second, String query) {}
