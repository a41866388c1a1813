package org.dataferry.control.soak.sink;

import org.dataferry.schemas.key.RowId;

/** A link of an order and a place as the soak's model has it. Plain state for one thread. */
final class ModelLink {

    private final RowId.Link id;
    private final ModelRow from;
    private final ModelRow to;
    long version;
    boolean isLinked;
    int open;
    long lastOrder;

    ModelLink(ModelRow from, ModelRow to) {
        this.id = new RowId.Link(SoakTables.VISITS, from.id(), to.id());
        this.from = from;
        this.to = to;
    }

    RowId.Link id() {
        return id;
    }

    ModelRow from() {
        return from;
    }

    ModelRow to() {
        return to;
    }
}
