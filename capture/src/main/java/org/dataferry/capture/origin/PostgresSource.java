package org.dataferry.capture.origin;

import java.util.Collection;
import java.util.List;
import org.dataferry.capture.rows.RowReading;
import org.dataferry.capture.rows.SourceRows;
import org.dataferry.capture.source.CaptureCheck;
import org.dataferry.capture.source.DeclaredKeys;
import org.dataferry.capture.source.Obstacle;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.capture.source.SourceFence;
import org.dataferry.capture.source.TableName;

/** A PostgreSQL database, whose log is followed. */
public record PostgresSource(SourceAddress address, DeclaredKeys keys) implements Source {

    @Override
    public SourceCatalogue catalogue() {
        return SourceCatalogue.read(address, keys);
    }

    @Override
    public List<Obstacle> obstacles(Collection<TableName> tables, String slot) {
        return new CaptureCheck(address, slot, keys).check(tables);
    }

    @Override
    public SourceRows rows(int fetchSize, int carriedBytes) {
        return RowReading.begin(address, fetchSize, carriedBytes);
    }

    @Override
    public void fence(String id) {
        SourceFence.emit(address, id);
    }
}
