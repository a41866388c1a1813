package org.dataferry.emulator.admin;

import java.util.List;

/**
 * Keeps and brings back the state of rows and definitions. All throw {@link org.dataferry.emulator.error.EmulatorException} with a sentence when
 * they can't, and have changed nothing then.
 */
public interface Maintenance {
    /** The names of the snapshots, in order. */
    List<String> snapshots();

    /** Keeps the committed state under a name, while requests go on. */
    void keep(String name);

    void drop(String name);

    /** Puts the state of a snapshot in the place of the present one; requests wait meanwhile. */
    void restore(String name);

    /** Back to an empty environment; requests wait meanwhile. */
    void reset();
}
