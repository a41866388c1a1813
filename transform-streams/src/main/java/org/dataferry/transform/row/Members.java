package org.dataferry.transform.row;

import java.util.List;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.mapping.MappingResult;

/** The source rows that have a say in the merged rows of a task, each with its image. */
public interface Members {

    List<Member> of(RowId.Merged row);

    void put(RowId.Merged row, Member member);

    void remove(RowId.Merged row, RowId.OfSource member);

    record Member(RowId.OfSource row, MappingResult.Mapped image) {}
}
