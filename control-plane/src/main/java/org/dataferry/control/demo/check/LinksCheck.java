package org.dataferry.control.demo.check;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import org.dataferry.control.demo.business.Course;
import org.dataferry.control.demo.business.Standing;
import org.dataferry.control.demo.business.Table;

/** Compares the links of the target with those that have to be there. Eight bytes and a bit per link. */
final class LinksCheck {

    /** The relationship, and by our naming its intersect table. */
    static final String RELATIONSHIP = "ferry_clearance";

    private static final List<String> ENDS = List.of("contactid", "accountid");

    private final TargetPages pages;
    private final Course course;
    private final KnownIds ids;
    private final Findings findings;

    record Count(long expected, long found) {}

    /** @param ids of the rows that links join, once those were checked */
    LinksCheck(TargetPages pages, Course course, KnownIds ids, Findings findings) {
        this.pages = pages;
        this.course = course;
        this.ids = ids;
        this.findings = findings;
    }

    Count check() throws InterruptedException {
        long[] expected = expected();
        BitSet there = new BitSet();
        long[] found = {0};
        pages.forEach(pages.entitySet(RELATIONSHIP), ENDS, row -> {
            found[0]++;
            String provider = row.path(ENDS.getFirst()).asText();
            String account = row.path(ENDS.getLast()).asText();
            int at = Arrays.binarySearch(
                    expected, KnownIds.fingerprint(KnownIds.fingerprint(provider), KnownIds.fingerprint(account)));
            if (at < 0 || there.get(at)) {
                findings.add(
                        RELATIONSHIP + " of contact " + provider + " and account " + account,
                        "",
                        at < 0 ? "no link" : "one link",
                        at < 0 ? "a link" : "two");
            } else {
                there.set(at);
            }
        });
        nameMissing(expected, there);
        return new Count(expected.length, found[0]);
    }

    private long[] expected() {
        long[] expected = new long[1_024];
        int count = 0;
        for (long pairing = 0; pairing < course.end(Table.PROVIDER_ACCOUNTS); pairing++) {
            OptionalLong link = link(pairing);
            if (link.isPresent()) {
                if (count == expected.length) {
                    expected = Arrays.copyOf(expected, count * 2);
                }
                expected[count++] = link.getAsLong();
            }
        }
        expected = Arrays.copyOf(expected, count);
        Arrays.sort(expected);
        return expected;
    }

    /** A link whose ends the target does not have is missing with them, and they were found to be missing. */
    private OptionalLong link(long pairing) {
        if (course.link(pairing).filter(Standing.Present.class::isInstance).isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong provider = end(pairing, Table.PROVIDERS);
        OptionalLong account = end(pairing, Table.ACCOUNTS);
        return provider.isPresent() && account.isPresent()
                ? OptionalLong.of(KnownIds.fingerprint(provider.getAsLong(), account.getAsLong()))
                : OptionalLong.empty();
    }

    private OptionalLong end(long pairing, Table table) {
        OptionalLong number = course.business().parent(Table.PROVIDER_ACCOUNTS, pairing, table);
        return number.isPresent() ? ids.of(table, number.getAsLong()) : OptionalLong.empty();
    }

    private void nameMissing(long[] expected, BitSet there) {
        if (there.cardinality() == expected.length) {
            return;
        }
        for (long pairing = 0; pairing < course.end(Table.PROVIDER_ACCOUNTS); pairing++) {
            OptionalLong link = link(pairing);
            if (link.isPresent() && !there.get(Arrays.binarySearch(expected, link.getAsLong()))) {
                findings.add(record(pairing), "", "a link", "nothing");
            }
        }
    }

    static String record(long pairing) {
        return RELATIONSHIP + " of " + Table.PROVIDER_ACCOUNTS.sqlName() + " number " + pairing;
    }
}
