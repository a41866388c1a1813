package org.dataferry.transform.mapping.problem;

import java.util.ArrayList;
import java.util.List;

/** Collects problems until all files are checked. Not safe for several threads. */
public final class Problems {

    private final List<MappingProblem> found = new ArrayList<>();

    public void add(MappingProblem problem) {
        found.add(problem);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** @throws MappingException with all problems, if there are any */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new MappingException(found);
        }
    }
}
