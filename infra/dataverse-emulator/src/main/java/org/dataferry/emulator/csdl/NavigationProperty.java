package org.dataferry.emulator.csdl;

import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;

/** A navigation property of a table. Source: Microsoft's page "Web API navigation properties". */
sealed interface NavigationProperty {
    String name();

    /** The table that it leads to, whose set it is bound to; null where rows of several sets can be meant. */
    @Nullable Table target();

    /** What a lookup is read and written by. @param property its {@code _x_value} */
    record Single(String name, Table target, String property, String partner) implements NavigationProperty {}

    /**
     * The lookup of an owner, who may be a user or a team. It names no partner: users alone have a collection for each table.
     *
     * @param property its {@code _x_value}
     */
    record Owner(String name, String property) implements NavigationProperty {
        @Override
        public @Nullable Table target() {
            return null;
        }
    }

    /** The rows whose lookup names this one, or that are linked with it. */
    record Collection(String name, Table target, String partner) implements NavigationProperty {}
}
