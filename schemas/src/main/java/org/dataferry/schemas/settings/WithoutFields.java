package org.dataferry.schemas.settings;

import com.fasterxml.jackson.core.filter.TokenFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes a file's fields on but for some. */
final class WithoutFields extends TokenFilter {

    private final Set<List<String>> left;
    private final List<String> here;

    /** @param left paths of fields */
    WithoutFields(Set<List<String>> left) {
        this(left, List.of());
    }

    private WithoutFields(Set<List<String>> left, List<String> here) {
        this.left = left;
        this.here = here;
    }

    @Override
    public @Nullable TokenFilter includeProperty(String name) {
        List<String> path = new ArrayList<>(here);
        path.add(name);
        return left.contains(path) ? null : new WithoutFields(left, path);
    }

    /** Elements have no names, and none is left out: the next would take its number. What is within one counts as without end. */
    @Override
    public TokenFilter includeElement(int index) {
        return TokenFilter.INCLUDE_ALL;
    }

    @Override
    public boolean includeEmptyObject(boolean contentsFiltered) {
        return true;
    }

    @Override
    public boolean includeEmptyArray(boolean contentsFiltered) {
        return true;
    }

    @Override
    protected boolean _includeScalar() {
        return true;
    }
}
