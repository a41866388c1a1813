package org.dataferry.sink.send;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.FileLimits;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.SinkFiles;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.metadata.ColumnDefinition;
import org.dataferry.sink.client.metadata.ColumnType;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.file.BegunUploads;
import org.dataferry.sink.file.CommandScan;
import org.dataferry.sink.file.FileFolder;
import org.dataferry.sink.file.FileScan;
import org.dataferry.sink.file.FileSource;

/**
 * Sends the files of rows that are there, each by itself. A file is found in its folder only now, is no larger than its
 * column, and has been scanned where that is set. Sending one again changes nothing.
 *
 * <p>A file column has no precondition. Where the policy asks for it, it is looked just before the upload whether somebody
 * changed the row; what somebody changes during the upload is not noticed.
 */
final class FileSender {

    private static final long KILOBYTE = 1_024;

    private final Lane lane;
    private final TargetTables tables;
    private final String keyColumn;
    private final MissingRows missing;
    private final ForeignChanges changes;
    private final ChangeRules rules;
    private final Optional<FileFolder> folder;
    private final Optional<FileScan> scan;
    private final FileUpload upload;
    private final FileLimits limits;
    private final NoteLimit noteLimit;

    FileSender(
            Lane lane,
            TargetTables tables,
            String keyColumn,
            MissingRows missing,
            ForeignChanges changes,
            ChangeRules rules,
            SinkFiles files) {
        this.lane = lane;
        this.tables = tables;
        this.keyColumn = keyColumn;
        this.missing = missing;
        this.changes = changes;
        this.rules = rules;
        this.folder = files.folder().map(FileFolder::new);
        this.scan = files.scan().isEmpty()
                ? Optional.empty()
                : Optional.of(new CommandScan(files.scan(), files.limits().scanTimeout()));
        this.upload = new FileUpload(
                lane,
                files.limits().singleUploadBytes(),
                files.uploads().map(directory -> BegunUploads.in(directory, Clock.systemUTC())));
        this.limits = files.limits();
        this.noteLimit = new NoteLimit(lane, tables);
    }

    /** One result per row, in their order. */
    List<RowResult> send(List<RowTask> rows) throws InterruptedException {
        List<RowResult> results = new ArrayList<>(rows.size());
        for (RowTask row : rows) {
            results.add(send(row));
        }
        return results;
    }

    private RowResult send(RowTask task) throws InterruptedException {
        EntityWrite.SetFile write = (EntityWrite.SetFile) task.write();
        TableDefinition table = tables.table(write.row().entity());
        if (task.guid().isPresent()) {
            return send(task, place(table, task.guid().get(), write.column()));
        }
        String key = task.key().value();
        return switch (lane.identities().find(table.entitySet(), keyColumn, List.of(key))) {
            case Answer.Succeeded<Map<String, UUID>>(Map<String, UUID> found) ->
                found.containsKey(key)
                        ? send(task, place(table, found.get(key), write.column()))
                        : new RowResult.Missing(write.row(), Optional.empty());
            case Answer.Failed<Map<String, UUID>>(Failure failure) -> Bisection.single(failure);
        };
    }

    private static FileUpload.Place place(TableDefinition table, UUID row, String column) {
        boolean isNote = table.column(column)
                .map(ColumnDefinition::type)
                .filter(type -> type instanceof ColumnType.Text || type instanceof ColumnType.Memo)
                .isPresent();
        return new FileUpload.Place(table.entitySet(), row, column, isNote);
    }

    private RowResult send(RowTask task, FileUpload.Place place) throws InterruptedException {
        return switch (((EntityWrite.SetFile) task.write()).content()) {
            case FileContent.None ignored -> unlessChanged(task, place, () -> upload.cleared(place));
            case FileContent.Carried(String name, Value.Bytes bytes) ->
                send(task, place, name, new FileSource.InMemory(bytes.value()));
            case FileContent.Withheld never -> throw new IllegalStateException("no write has it: " + never);
            case FileContent.InFolder(String name, String path) ->
                switch (inFolder(task.write().row()).find(path)) {
                    case FileFolder.Found.File(FileSource.OnDisk file) -> send(task, place, name, file);
                    case FileFolder.Found.Refused(String why) -> refused(why);
                    case FileFolder.Found.Unavailable(String why) -> new RowResult.Later(why);
                };
        };
    }

    private FileFolder inFolder(RowId row) {
        return folder.orElseThrow(() -> new SinkException("a write of " + row
                + " names a file in the folder of the source, and no folder is set; say source.files"));
    }

    private RowResult send(RowTask task, FileUpload.Place place, String name, FileSource file)
            throws InterruptedException {
        long most = most(task.write().row().entity(), place);
        if (file.size() > most) {
            return refused("'" + name + "' has " + file.size() + " bytes, and " + place.column() + " takes " + most);
        }
        if (place.isNote() && file.size() > limits.singleUploadBytes()) {
            OptionalLong taken = noteLimit.ask();
            if (taken.isPresent() && file.size() > taken.getAsLong()) {
                return refused("'" + name + "' has " + file.size() + " bytes, and the environment takes "
                        + taken.getAsLong() + " of a note; raise it in its settings, under e-mail");
            }
        }
        String named = task.write().id() + " " + place.row();
        if (scan.isEmpty()) {
            return unlessChanged(task, place, () -> upload.sent(place, named, name, file, Optional.empty()));
        }
        return switch (scan.get().scan(file)) {
            case FileScan.Verdict.Clean(byte[] digest) ->
                unlessChanged(task, place, () -> upload.sent(place, named, name, file, Optional.of(digest)));
            case FileScan.Verdict.Infected(String words) -> refused("the scan of '" + name + "' says: " + words);
            case FileScan.Verdict.Undecided(String why) -> new RowResult.Later("'" + name + "' is not sent: " + why);
        };
    }

    private interface Upload {
        FileUpload.Result run() throws InterruptedException;
    }

    /** What comes after it would hide somebody's change: by then the row was changed by us last. */
    private RowResult unlessChanged(RowTask task, FileUpload.Place place, Upload upload) throws InterruptedException {
        if (!rules.guards(task)) {
            return result(task, place, upload.run());
        }
        TableDefinition table = tables.table(task.write().row().entity());
        return switch (changes.look(table, List.of(task))) {
            case Answer.Succeeded<List<ForeignChanges.Look>>(List<ForeignChanges.Look> looks) ->
                switch (looks.getFirst()) {
                    case ForeignChanges.Look.Ours ignored -> result(task, place, upload.run());
                    case ForeignChanges.Look.Foreign(String what) -> changes.byPolicy(task, what);
                    case ForeignChanges.Look.Failed(Failure failure) -> unseen(task, place, failure);
                };
            case Answer.Failed<List<ForeignChanges.Look>>(Failure failure) -> unseen(task, place, failure);
        };
    }

    /** Nothing was sent yet, so a lost answer leaves no doubt. */
    private RowResult unseen(RowTask task, FileUpload.Place place, Failure failure) throws InterruptedException {
        return failure instanceof Failure.Lost lost
                ? new RowResult.Later(lost.describe())
                : result(task, place, new FileUpload.Result.Failed(failure));
    }

    /** In bytes. */
    private long most(String entity, FileUpload.Place place) {
        ColumnType type = tables.table(entity)
                .column(place.column())
                .map(ColumnDefinition::type)
                .orElseGet(() -> new ColumnType.Other("unknown"));
        return switch (type) {
            case ColumnType.File(int kilobytes) -> kilobytes * KILOBYTE;
            case ColumnType.Image(int kilobytes) -> kilobytes * KILOBYTE;
            case ColumnType any -> place.isNote() ? limits.noteBytes() : Long.MAX_VALUE;
        };
    }

    private RowResult result(RowTask task, FileUpload.Place place, FileUpload.Result result)
            throws InterruptedException {
        return switch (result) {
            case FileUpload.Result.Done ignored -> new RowResult.Done(Outcome.Effect.UPDATED, Optional.of(place.row()));
            case FileUpload.Result.Failed(Failure.Refused(var error))
            when error.kind() == ErrorKind.MISSING_ROW -> missing.single(task, error);
            case FileUpload.Result.Failed(Failure failure) -> Bisection.single(failure);
            case FileUpload.Result.Gone ignored ->
                new RowResult.Missing(task.write().row(), Optional.of(place.row()));
            case FileUpload.Result.Undone(String why) -> new RowResult.Later(why);
            case FileUpload.Result.Broken(String why) -> new RowResult.RolledBack(RejectionReason.FILE_REFUSED, why);
        };
    }

    private static RowResult refused(String why) {
        return new RowResult.Refused(RejectionReason.FILE_REFUSED, why);
    }
}
