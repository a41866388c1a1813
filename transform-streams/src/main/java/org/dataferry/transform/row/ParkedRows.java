package org.dataferry.transform.row;

/** How many rows of a task wait for another row, by entity or relationship; found again after a restart. */
public interface ParkedRows {

    /** @param rows more of them than before; less if negative */
    void add(String entity, int rows);
}
