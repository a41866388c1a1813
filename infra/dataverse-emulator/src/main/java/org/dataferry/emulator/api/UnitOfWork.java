package org.dataferry.emulator.api;

import java.util.function.Function;
import org.dataferry.emulator.store.WriteUnit;

/** Where the changes of a request go: a unit of their own, or the one of their change set. */
public interface UnitOfWork {
    <T> T write(Function<WriteUnit, T> work);
}
