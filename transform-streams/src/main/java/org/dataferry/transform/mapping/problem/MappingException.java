package org.dataferry.transform.mapping.problem;

import java.util.List;
import java.util.stream.Collectors;

/** The mapping files cannot be used; carries everything that is wrong with them. */
public final class MappingException extends RuntimeException {

    private final transient List<MappingProblem> problems;

    public MappingException(List<MappingProblem> problems) {
        super(problems.stream().map(MappingProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the files and of the fields in them; never empty. */
    public List<MappingProblem> problems() {
        return problems;
    }
}
