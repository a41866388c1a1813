package org.dataferry.control.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.control.verify.MemoryEnds.named;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.dataferry.control.compare.DiskTable;
import org.dataferry.control.verify.Difference.Kind;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.mapping.DeletePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {

    @TempDir
    Path directory;

    private final MemoryEnds ends = new MemoryEnds();
    private boolean allowOthers;
    private int mostDifferences = 1_000;

    @Test
    void equalEndsMatch() throws InterruptedException {
        same(1, 5_000);

        VerifyReport report = verify();

        assertThat(report.isMatched()).isTrue();
        EntityCount count = count(report);
        assertThat(count.matched()).isEqualTo(5_000);
        assertThat(count.sourceChecksum()).isEqualTo(count.targetChecksum());
        assertThat(count.differingRanges()).isZero();
        assertThat(report.differences()).isEmpty();
    }

    @Test
    void emptyEndsMatch() throws InterruptedException {
        assertThat(verify().isMatched()).isTrue();
    }

    @Test
    void namesAWrongValueByRowAndField() throws InterruptedException {
        same(1, 2_000);
        UUID id = ends.hold(77, Map.of("name", Optional.of("wrong"), "phone", Optional.of("1")));

        VerifyReport report = verify();

        assertThat(report.differences())
                .singleElement()
                .isEqualTo(new Difference(
                        MemoryEnds.ENTITY,
                        Kind.MISMATCHED,
                        Optional.of(MemoryEnds.row(77)),
                        Optional.of(
                                new Difference.Origin(MemoryEnds.TABLE, ((RowId.OfSource) MemoryEnds.row(77)).key())),
                        Optional.of(id),
                        List.of(
                                new Difference.Field("name", Optional.of("row 77"), Optional.of("wrong")),
                                new Difference.Field("phone", Optional.empty(), Optional.of("1"))),
                        Optional.empty()));
        assertThat(count(report).differingRanges()).isEqualTo(1);
        assertThat(count(report).matched()).isEqualTo(1_999);
    }

    @Test
    void valuesThatTwoRowsHaveSwappedAreTwoDifferences() throws InterruptedException {
        same(1, 100);
        ends.hold(1, named("row 2"));
        ends.hold(2, named("row 1"));

        assertThat(verify().differences())
                .extracting(Difference::row)
                .containsExactlyInAnyOrder(Optional.of(MemoryEnds.row(1)), Optional.of(MemoryEnds.row(2)));
    }

    @Test
    void aRefusedRowIsMissingForAReason() throws InterruptedException {
        same(1, 10);
        ends.refuse(11);
        ends.refuse(12);
        ends.hold(12, named("of before"));

        VerifyReport report = verify();

        assertThat(report.differences())
                .extracting(Difference::kind)
                .containsExactlyInAnyOrder(Kind.MISSING, Kind.MISMATCHED);
        assertThat(report.differences())
                .allSatisfy(difference -> assertThat(difference.reason())
                        .contains("refused by the mapping: VALUE_TOO_LONG, column name: 300 characters"));
        assertThat(count(report).refused()).isEqualTo(2);
        assertBalanced(count(report));
    }

    @Test
    void aFilteredRowIsToBeAbsent() throws InterruptedException {
        same(1, 10);
        ends.leaveOut(11);
        ends.leaveOut(12);
        ends.hold(12, named("still there"));

        VerifyReport report = verify();

        assertThat(count(report).filtered()).isEqualTo(2);
        assertThat(report.differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.kind()).isEqualTo(Kind.UNEXPECTED));
        assertBalanced(count(report));
    }

    @Test
    void whatTheDeletePolicyKeepsIsNoDifference() throws InterruptedException {
        ends.hold(1, named("gone at the source"));

        ends.policy = DeletePolicy.KEEP;
        assertThat(count(verify()).left()).isEqualTo(1);

        ends.policy = DeletePolicy.DEACTIVATE;
        assertThat(count(verify()).unexpected()).isEqualTo(1);

        Map<String, Optional<String>> inactive = new HashMap<>(named("gone at the source"));
        inactive.put("statecode", Optional.of("1"));
        ends.hold(1, inactive);
        EntityCount count = count(verify());
        assertThat(count.left()).isEqualTo(1);
        assertThat(count.unexpected()).isZero();
        assertBalanced(count);
    }

    @Test
    void somebodyElsesRowIsUnexpectedUnlessAllowed() throws InterruptedException {
        same(1, 10);
        UUID id = ends.holdForeign(1);

        assertThat(verify().differences()).singleElement().satisfies(difference -> {
            assertThat(difference.id()).contains(id);
            assertThat(difference.reason()).contains("somebody else has made it");
        });
        allowOthers = true;
        assertThat(verify().isMatched()).isTrue();
        assertThat(count(verify()).others()).isEqualTo(1);
    }

    @Test
    void aStateIsComparedWhereTheMappingSaysOne() throws InterruptedException {
        Map<String, Optional<String>> closed = new HashMap<>(named("a"));
        closed.put("statecode", Optional.of("1"));
        Map<String, Optional<String>> open = new HashMap<>(named("a"));
        open.put("statecode", Optional.of("0"));
        for (int number = 0; number < 100; number++) {
            ends.want(number, number % 2 == 0 ? closed : named("a"));
            ends.hold(number, number % 2 == 0 ? closed : open);
        }
        assertThat(verify().isMatched()).isTrue();

        ends.hold(2, open);
        assertThat(verify().differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.fields())
                        .containsExactly(new Difference.Field("statecode", Optional.of("1"), Optional.of("0"))));
    }

    @Test
    void aSecondRowOfOneKeyIsOneTooMany() throws InterruptedException {
        same(1, 10);
        UUID second = new UUID(9, 9);
        ends.target.put(second, new HeldRow(Optional.of(MemoryEnds.row(3)), second, named("row 3"), ""));

        VerifyReport report = verify();

        assertThat(report.differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.kind()).isEqualTo(Kind.UNEXPECTED));
        assertBalanced(count(report));
    }

    @Test
    void whatIsOnItsWayIsNotToldAsDifferent() throws InterruptedException {
        ends.running = true;
        same(1, 10);
        ends.want(3, named("new name"));
        ends.want(11, named("row 11"));
        ends.source.remove(MemoryEnds.row(5));
        ends.onFences.add(() -> {
            ends.hold(3, named("new name"));
            ends.hold(11, named("row 11"));
        });
        // No fence waits for a delete.
        ends.onRemovals = () -> ends.target.remove(new UUID(7, 5));

        VerifyReport report = verify();

        assertThat(report.isMatched()).isTrue();
        assertThat(report.running()).isTrue();
        assertThat(count(report).matched()).isEqualTo(10);
        assertBalanced(count(report));
    }

    @Test
    void aDifferenceThatStandsStillIsToldDuringARun() throws InterruptedException {
        ends.running = true;
        same(1, 10);
        ends.hold(3, named("wrong"));
        ends.hold(12, named("too many"));

        VerifyReport report = verify();

        assertThat(report.differences())
                .extracting(Difference::kind)
                .containsExactlyInAnyOrder(Kind.MISMATCHED, Kind.UNEXPECTED);
        assertThat(ends.fences).as("looks past a fence").isEqualTo(3);
    }

    /** A value that goes there and back looks the same to the source's reader, while its first change is on its way. */
    @Test
    void aRowThatKeepsChangingIsGivenUpAndSaid() throws InterruptedException {
        ends.running = true;
        same(1, 10);
        ends.hold(3, named("old"));
        for (int look = 0; look < 2 * Looks.MOST; look++) {
            int number = look;
            ends.onFences.add(() -> ends.want(3, named("changed " + number)));
        }

        VerifyReport report = verify();

        assertThat(count(report).moving()).isEqualTo(1);
        assertThat(report.differences()).isEmpty();
        assertThat(ends.fences).isEqualTo(Looks.MOST);
    }

    /** Each time the target has let it go already, and does not have it again yet. */
    @Test
    void aRowThatIsTakenAwayAndPutBackAsItWasIsNotMissing() throws InterruptedException {
        ends.running = true;
        same(1, 10);
        ends.want(3, named("as ever"), "1");
        for (int look = 0; look < 2 * Looks.MOST; look++) {
            int number = look;
            ends.onFences.add(() -> ends.want(3, named("as ever"), "2" + number));
        }

        VerifyReport report = verify();

        assertThat(report.differences()).isEmpty();
        assertThat(count(report).moving()).isEqualTo(1);
    }

    @Test
    void countsAllAndListsSome() throws InterruptedException {
        mostDifferences = 5;
        for (int number = 0; number < 3_000; number++) {
            ends.want(number, named("row " + number));
        }

        VerifyReport report = verify();

        assertThat(count(report).missing()).isEqualTo(3_000);
        assertThat(report.differences()).hasSize(5);
        assertThat(report.unlisted()).isEqualTo(2_995);
    }

    @Test
    void findsExactlyWhatWasChanged() throws InterruptedException {
        long seed = Long.getLong("ferry.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            ends.source.clear();
            ends.target.clear();
            int rows = random.nextInt(3_000);
            Map<RowId, Kind> planted = new HashMap<>();
            for (int number = 0; number < rows; number++) {
                int fate = random.nextInt(500);
                if (fate != 1) {
                    ends.want(number, named("row " + number));
                }
                if (fate != 2) {
                    ends.hold(number, named(fate == 3 ? "wrong" : "row " + number));
                }
                if (fate >= 1 && fate <= 3) {
                    planted.put(
                            MemoryEnds.row(number),
                            List.of(Kind.UNEXPECTED, Kind.MISSING, Kind.MISMATCHED)
                                    .get(fate - 1));
                }
            }

            VerifyReport report = verify();

            Map<RowId, Kind> found = new HashMap<>();
            report.differences()
                    .forEach(difference -> found.put(difference.row().orElseThrow(), difference.kind()));
            assertThat(found).as("round %s", round).isEqualTo(planted);
            assertBalanced(count(report));
            assertThat(count(report).source()).isEqualTo(ends.source.size());
            assertThat(count(report).target()).isEqualTo(ends.target.size());
        }
    }

    private void same(int from, int to) {
        for (int number = from; number <= to; number++) {
            ends.want(number, named("row " + number));
            ends.hold(number, named("row " + number));
        }
    }

    private VerifyReport verify() throws InterruptedException {
        VerifyOptions options = new VerifyOptions(mostDifferences, allowOthers, directory);
        try (DiskTable disk = DiskTable.create(directory)) {
            return new Verification(ends, ends, ends, options, disk, new SilentProgress())
                    .run(List.of(MemoryEnds.ENTITY));
        }
    }

    private static EntityCount count(VerifyReport report) {
        return report.entities().getFirst();
    }

    private static void assertBalanced(EntityCount count) {
        assertThat(count.matched() + count.mismatched() + count.missing())
                .as("%s", count)
                .isEqualTo(count.source());
        assertThat(count.matched() + count.mismatched() + count.unexpected() + count.left() + count.others())
                .as("%s", count)
                .isEqualTo(count.target());
    }
}
