package org.dataferry.control.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.dataferry.control.ControlException;

/** Pages of rows for somebody who asks the target more while one is handed over. */
final class Pages {

    private Pages() {}

    /** Takes a page. */
    interface Taker {
        void take(List<ObjectNode> page) throws InterruptedException;
    }

    static Consumer<List<ObjectNode>> each(Taker taker) {
        return page -> {
            try {
                taker.take(page);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ControlException("interrupted while reading the target", interrupted);
            }
        };
    }
}
