package org.dataferry.transform.mapping.cel;

import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.util.List;

/** One overload of a function: what the checker knows of it, and what computes it. */
record CelFunction(String name, CelOverloadDecl overload, CelFunctionBinding binding) {

    static <A> CelFunction unary(
            String name,
            String id,
            CelType result,
            CelType argument,
            Class<A> type,
            CelFunctionOverload.Unary<A> computes) {
        return new CelFunction(
                name,
                CelOverloadDecl.newGlobalOverload(id, result, argument),
                CelFunctionBinding.from(id, type, computes));
    }

    static <A, B> CelFunction binary(
            String name,
            String id,
            CelType result,
            List<CelType> arguments,
            Class<A> first,
            Class<B> second,
            CelFunctionOverload.Binary<A, B> computes) {
        return new CelFunction(
                name,
                CelOverloadDecl.newGlobalOverload(id, result, arguments),
                CelFunctionBinding.from(id, first, second, computes));
    }
}
