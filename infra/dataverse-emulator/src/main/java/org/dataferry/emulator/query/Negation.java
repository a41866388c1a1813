package org.dataferry.emulator.query;

import java.util.List;
import org.dataferry.emulator.query.Filter.Operator;

/** What {@code not} makes of a filter. It is carried down to the conditions, since they decide what a row without a value fulfils. */
final class Negation {
    private Negation() {}

    static Filter of(Filter filter) {
        return switch (filter) {
            case Filter.And and -> new Filter.Or(each(and.of()));
            case Filter.Or or -> new Filter.And(each(or.of()));
            case Filter.Compare compare ->
                new Filter.Compare(compare.property(), opposite(compare.operator()), compare.value());
            case Filter.TextMatch match ->
                new Filter.TextMatch(match.property(), match.function(), match.text(), !match.negated());
            case Filter.In in -> new Filter.In(in.property(), in.values(), !in.negated());
            case Filter.Between between ->
                new Filter.Between(between.property(), between.low(), between.high(), !between.negated());
            case Filter.ContainValues contain ->
                new Filter.ContainValues(contain.property(), contain.values(), !contain.negated());
            case Filter.Lambda lambda ->
                new Filter.Lambda(lambda.collection(), lambda.condition(), lambda.all(), !lambda.negated());
        };
    }

    private static List<Filter> each(List<Filter> filters) {
        return filters.stream().map(Negation::of).toList();
    }

    private static Operator opposite(Operator operator) {
        return switch (operator) {
            case eq -> Operator.ne;
            case ne -> Operator.eq;
            case gt -> Operator.le;
            case ge -> Operator.lt;
            case lt -> Operator.ge;
            case le -> Operator.gt;
        };
    }
}
