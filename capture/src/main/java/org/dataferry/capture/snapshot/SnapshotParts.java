package org.dataferry.capture.snapshot;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.dataferry.capture.convert.ConnectToAvro;
import org.dataferry.capture.epoch.EpochBook;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.publish.ChangePublisher;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.source.DeclaredKeys;
import org.dataferry.capture.source.ReplicationNames;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.SourceSession;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.settings.SnapshotSettings;

/**
 * What a snapshot needs, all of it made elsewhere.
 *
 * @param engine the settings of the engine that goes on with the change log
 */
public record SnapshotParts(
        SourceSession session,
        SourceAddress address,
        ReplicationNames names,
        Map<TableName, PublishedTable> tables,
        DeclaredKeys keys,
        SnapshotSettings settings,
        Properties engine,
        ConnectToAvro converter,
        ConfluentAvro avro,
        ChangePublisher changes,
        EpochBook epochs,
        ChunkBook chunks,
        AckedSender sender,
        CaptureListener listener,
        Clock clock) {

    public SnapshotParts {
        tables = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }
}
