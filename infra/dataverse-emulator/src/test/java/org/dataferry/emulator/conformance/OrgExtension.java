package org.dataferry.emulator.conformance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the environment under test, one for all classes of the suite, to their constructors. */
final class OrgExtension implements ParameterResolver {
    private static final Namespace SUITE = Namespace.create(OrgExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Org.class;
    }

    /** The store of the root closes what is closeable at the end of all tests. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(SUITE).computeIfAbsent(Org.class, key -> new Org(), Org.class);
    }
}
