package org.dataferry.control.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.control.compare.DiskTable;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which row of the target is which source row, by values that both have. */
class AdoptionTableTest {

    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    @TempDir
    private Path folder;

    private DiskTable disk;
    private AdoptionTable table;

    @BeforeEach
    void open() {
        disk = DiskTable.create(folder);
        table = new AdoptionTable(disk, 0);
    }

    @AfterEach
    void close() {
        disk.close();
    }

    @Test
    void oneRowOfEitherSideIsClear() {
        table.putTarget(List.of("A", "1"), FIRST);

        assertThat(table.putSource(List.of("A", "1"), row(7))).isTrue();

        AdoptionTable.Match match = matches().getFirst();
        assertThat(match.isClear()).isTrue();
        assertThat(match.isAmbiguous()).isFalse();
        assertThat(match).isEqualTo(new AdoptionTable.Match(List.of("A", "1"), 1, 1, FIRST, Optional.of(row(7))));
    }

    @Test
    void severalRowsOfEitherSideAreAmbiguous() {
        table.putTarget(List.of("two sources"), FIRST);
        table.putSource(List.of("two sources"), row(1));
        table.putSource(List.of("two sources"), row(2));
        table.putTarget(List.of("two targets"), FIRST);
        table.putTarget(List.of("two targets"), SECOND);
        table.putTarget(List.of("two targets"), SECOND);
        table.putSource(List.of("two targets"), row(3));

        assertThat(matches())
                .hasSize(2)
                .allMatch(AdoptionTable.Match::isAmbiguous)
                .noneMatch(AdoptionTable.Match::isClear);
    }

    @Test
    void rowsOfTheTargetAloneAreNobodysBusiness() {
        table.putTarget(List.of("theirs"), FIRST);
        table.putTarget(List.of("theirs"), SECOND);

        assertThat(table.putSource(List.of("ours"), row(1))).isFalse();
        assertThat(matches()).hasSize(1).noneMatch(match -> match.isClear() || match.isAmbiguous());
    }

    /** Put together without their lengths, they would be the same. */
    @Test
    void tellsValuesApartThatAreCutInAnotherPlace() {
        table.putTarget(List.of("AB", "C"), FIRST);

        assertThat(table.putSource(List.of("A", "BC"), row(1))).isFalse();
    }

    @Test
    void tellsEntitiesApart() {
        AdoptionTable other = new AdoptionTable(disk, 1);
        table.putTarget(List.of("A"), FIRST);
        table.putOwn(row(1));

        assertThat(other.putSource(List.of("A"), row(1))).isFalse();
        assertThat(other.isOwn(row(1))).isFalse();
        assertThat(table.isOwn(row(1))).isTrue();
    }

    private List<AdoptionTable.Match> matches() {
        List<AdoptionTable.Match> matches = new ArrayList<>();
        table.each(matches::add);
        return matches;
    }

    private static RowId row(long key) {
        return new RowId.OfSource(
                "account", new SourceTable("erp", "public", "customers"), SourceKey.of(Value.whole(key)));
    }
}
