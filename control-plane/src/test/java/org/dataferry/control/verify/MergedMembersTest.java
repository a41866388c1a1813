package org.dataferry.control.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.control.compare.DiskTable;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.TargetState;
import org.dataferry.transform.row.Members;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedMembersTest {

    private static final MappingResult.Mapped IMAGE = new MappingResult.Mapped(
            Map.of("name", Value.text("Ann"), "city", Value.NULL, "amount", Value.decimal("1.5")),
            Map.of("ownerid", Optional.of(MemoryEnds.row(7)), "bossid", Optional.empty()),
            Optional.of(new TargetState(1, 2)));

    @TempDir
    Path directory;

    @Test
    void rowsComeBackByTheRowThatTheyMergeInto() {
        try (DiskTable disk = DiskTable.create(directory)) {
            MergedMembers members = new MergedMembers(disk);
            members.put(merged("contact", "ann"), member(1), IMAGE);
            members.put(merged("contact", "bob"), member(2), IMAGE);
            members.put(merged("contact", "ann"), member(3), IMAGE);
            members.put(merged("account", "ann"), member(4), IMAGE);

            List<MergedMembers.Group> groups = new ArrayList<>();
            members.groups("contact", groups::add);

            assertThat(groups).hasSize(2);
            assertThat(groups).anySatisfy(group -> {
                assertThat(group.row()).isEqualTo(merged("contact", "ann"));
                assertThat(group.members())
                        .containsExactlyInAnyOrder(
                                new Members.Member(member(1), IMAGE), new Members.Member(member(3), IMAGE));
            });
            assertThat(members.into(member(2))).contains(merged("contact", "bob"));
            assertThat(members.into(member(9))).isEmpty();
        }
    }

    @Test
    void anotherMomentBeginsEmpty() {
        try (DiskTable disk = DiskTable.create(directory)) {
            new MergedMembers(disk).put(merged("contact", "ann"), member(1), IMAGE);

            MergedMembers later = new MergedMembers(disk);

            assertThat(later.into(member(1))).isEmpty();
            later.groups("contact", group -> {
                throw new AssertionError(group);
            });
        }
    }

    private static RowId.Merged merged(String entity, String key) {
        return new RowId.Merged(entity, "by-email", SourceKey.of(Value.text(key)));
    }

    private static RowId.OfSource member(int number) {
        return (RowId.OfSource) MemoryEnds.row(number);
    }
}
