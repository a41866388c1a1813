package org.dataferry.transform.row;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.mapping.MappingResult;

/** A link as a row with two lookups: so it waits for both of its rows, and is made again when one comes back. */
public final class LinkEnds {

    static final String FROM = "from";
    static final String TO = "to";

    private LinkEnds() {}

    public static MappingResult.Mapped of(RowId.Link link) {
        Map<String, Optional<RowId>> ends = new LinkedHashMap<>();
        ends.put(FROM, Optional.of(link.from()));
        ends.put(TO, Optional.of(link.to()));
        return new MappingResult.Mapped(Map.of(), ends, Optional.empty());
    }
}
