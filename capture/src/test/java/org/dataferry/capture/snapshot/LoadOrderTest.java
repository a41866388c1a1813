package org.dataferry.capture.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.dataferry.capture.snapshot.LoadOrder.Reference;
import org.dataferry.capture.source.TableName;
import org.junit.jupiter.api.Test;

class LoadOrderTest {

    @Test
    void putsTablesBehindThoseThatTheyReferTo() {
        assertThat(LoadOrder.of(
                        tables("details", "orders", "customers", "alone"),
                        List.of(reference("details", "orders"), reference("orders", "customers"))))
                .isEqualTo(tables("alone", "customers", "orders", "details"));
    }

    @Test
    void leavesOutTablesThatAreNotCaptured() {
        assertThat(LoadOrder.of(
                        tables("b", "a"), List.of(reference("a", "not captured"), reference("not captured", "b"))))
                .isEqualTo(tables("a", "b"));
    }

    @Test
    void endsWhereReferencesGoInACircle() {
        assertThat(LoadOrder.of(
                        tables("a", "b", "c"), List.of(reference("a", "b"), reference("b", "a"), reference("c", "a"))))
                .isEqualTo(tables("b", "a", "c"));
    }

    private static List<TableName> tables(String... names) {
        return Arrays.stream(names).map(TableName::parse).toList();
    }

    private static Reference reference(String from, String to) {
        return new Reference(TableName.parse(from), TableName.parse(to));
    }
}
