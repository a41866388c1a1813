package org.dataferry.transform.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.MappingResult;

/** Maps the name, and the note as the content of a file: {@code large} as one that did not travel; an absent one is left out. */
record FilingMapping(String entity, SourceTable table) implements EntityMapping {

    static final String COLUMN = "contract";

    static FileContent content(String note) {
        return new FileContent.Carried("note.txt", new Value.Bytes(note.getBytes(UTF_8)));
    }

    @Override
    public String discriminator() {
        return "";
    }

    @Override
    public MappingResult map(SourceRow row) {
        Map<String, FileContent> files = switch (row.get("note")) {
            case Value.Text(String text)
            when text.equals("large") -> Map.of(COLUMN, new FileContent.Withheld("note.txt", 1_001));
            case Value.Text(String text) -> Map.of(COLUMN, content(text));
            case Value.Null ignored -> Map.of(COLUMN, FileContent.NONE);
            default -> Map.of();
        };
        return new MappingResult.Mapped(Map.of("name", row.get("name")), Map.of(), Optional.empty(), files);
    }
}
