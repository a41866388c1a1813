package org.dataferry.emulator.query;

import java.util.List;
import org.dataferry.emulator.query.Filter.Operator;

/** A filter whose inequalities do not hold for rows without a value, as SQL has it and Dataverse has not. */
final class Nulls {
    private Nulls() {}

    static Filter excluded(Filter filter) {
        return switch (filter) {
            case Filter.And and -> new Filter.And(each(and.of()));
            case Filter.Or or -> new Filter.Or(each(or.of()));
            case Filter.Compare compare ->
                compare.operator() == Operator.ne && compare.value() != null
                        ? withValue(compare.property(), compare)
                        : compare;
            case Filter.TextMatch match -> match.negated() ? withValue(match.property(), match) : match;
            case Filter.In in -> in;
            case Filter.Between between -> between;
            case Filter.ContainValues contain -> contain.negated() ? withValue(contain.property(), contain) : contain;
            case Filter.Lambda lambda ->
                lambda.condition() == null
                        ? lambda
                        : new Filter.Lambda(
                                lambda.collection(), excluded(lambda.condition()), lambda.all(), lambda.negated());
        };
    }

    private static List<Filter> each(List<Filter> filters) {
        return filters.stream().map(Nulls::excluded).toList();
    }

    private static Filter withValue(String property, Filter filter) {
        return new Filter.And(List.of(new Filter.Compare(property, Operator.ne, null), filter));
    }
}
