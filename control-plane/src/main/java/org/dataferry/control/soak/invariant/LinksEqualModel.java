package org.dataferry.control.soak.invariant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dataferry.control.soak.invariant.TargetContent.Ends;
import org.dataferry.control.soak.scenario.LinkMapping;
import org.dataferry.control.soak.scenario.RowMapping;
import org.dataferry.control.soak.scenario.Scenario;
import org.dataferry.schemas.key.RowId;

/** The target links the rows that the source links, where it has both, and no others. */
public record LinksEqualModel(Scenario scenario, SourceModel model, TargetContent target, SoakLog log)
        implements Invariant {

    @Override
    public String name() {
        return "the target's links equal the model's";
    }

    @Override
    public List<String> violations() {
        List<String> violations = new ArrayList<>();
        scenario.links().forEach(mapping -> compare(mapping, violations));
        return violations;
    }

    private void compare(LinkMapping mapping, List<String> violations) {
        RowMapping first = scenario.mapping(mapping.first());
        RowMapping second = scenario.mapping(mapping.second());
        Map<String, String> firstNumbers = numbersById(first);
        Map<String, String> secondNumbers = numbersById(second);
        Set<List<String>> actual = new HashSet<>();
        for (Ends ends : target.links().get(mapping.relationship())) {
            String one = firstNumbers.get(ends.first());
            String other = secondNumbers.get(ends.second());
            if (one == null || other == null) {
                violations.add(mapping.relationship() + " " + ends + " joins a row that the target does not have");
            } else if (!actual.add(List.of(one, other))) {
                violations.add(mapping.relationship() + " joins " + one + " and " + other + " twice");
            }
        }
        Set<List<String>> expected = new HashSet<>();
        for (RowId id : model.links(mapping.relationship())) {
            RowId.Link link = (RowId.Link) id;
            List<String> numbers = List.of(number(first, link.from()), number(second, link.to()));
            expected.add(numbers);
            if (!actual.contains(numbers) && model.isSettled(link.from()) && model.isSettled(link.to())) {
                violations.add(mapping.relationship() + " " + numbers + " is missing" + log.trail(link)
                        + log.trail(link.from()) + log.trail(link.to()));
            }
        }
        actual.stream()
                .filter(numbers -> !expected.contains(numbers))
                .forEach(numbers -> violations.add(mapping.relationship() + " " + numbers + " is not in the source"));
    }

    private static String number(RowMapping mapping, RowId row) {
        return mapping.number(TargetEqualsModel.texts((RowId.OfSource) row));
    }

    private Map<String, String> numbersById(RowMapping mapping) {
        Map<String, String> numbers = new HashMap<>();
        target.rows().get(mapping.entity()).forEach((number, row) -> numbers.put(row.id(), number));
        return numbers;
    }
}
