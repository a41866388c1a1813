package org.dataferry.schemas.write;

import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.value.Value;

/** What a file column is to hold. */
public sealed interface FileContent {

    /** Nothing: a file that is there is removed. */
    record None() implements FileContent {}

    /**
     * The content itself, small enough to travel in a write.
     *
     * @param name that people see, with the extension that Dataverse goes by
     */
    record Carried(String name, Value.Bytes bytes) implements FileContent {
        public Carried {
            requireName(name);
        }
    }

    /**
     * A file in the folder of the source, read when it is sent.
     *
     * @param path below that folder, with {@code /} between its parts, as the source has it: whoever reads the file sees to
     *     it that the path does not lead out of the folder
     */
    record InFolder(String name, String path) implements FileContent {
        public InFolder {
            requireName(name);
        }
    }

    /**
     * There is a content, and it is too large to travel. No write has it: it is refused before.
     *
     * @param bytes its size
     */
    record Withheld(String name, long bytes) implements FileContent {
        public Withheld {
            requireName(name);
        }
    }

    None NONE = new None();

    private static void requireName(String name) {
        if (name.isBlank()) {
            throw new SchemasException("a file has a name");
        }
    }
}
