package org.dataferry.transform.mapping.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The overloads that the runtime is to call, where the checker named others or too many.
 *
 * <p>Null fits any opaque type, so {@code whole == null} also matches the equality of a whole number and a decimal; CEL's
 * own equality is meant, and it alone knows null.
 */
final class Resolution {

    private static final Set<String> CELS_EQUALITY = Set.of("equals", "not_equals");

    private Resolution() {}

    static CelAbstractSyntaxTree forRuntime(CelAbstractSyntaxTree checked) {
        Map<Long, CelReference> references = new LinkedHashMap<>(checked.getReferenceMap());
        references.replaceAll((id, reference) -> resolved(reference.overloadIds())
                .map(overload -> CelReference.newBuilder()
                        .setName(reference.name())
                        .addOverloadIds(overload)
                        .build())
                .orElse(reference));
        return CelAbstractSyntaxTree.newCheckedAst(
                checked.getExpr(), checked.getSource(), references, checked.getTypeMap());
    }

    private static Optional<String> resolved(List<String> overloadIds) {
        return Conditional.runtimeId(overloadIds)
                .or(() -> overloadIds.stream().filter(CELS_EQUALITY::contains).findFirst());
    }
}
