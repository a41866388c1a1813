package org.dataferry.control.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.dataferry.control.RefusedException;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;
import org.junit.jupiter.api.Test;

class LogToRebuildTest {

    private static final MigrationTopics TOPICS = new MigrationTopics("nw", 2, 4);
    private static final SourceTable CUSTOMERS = new SourceTable("erp", "public", "customers");
    private static final SourceTable ORDERS = new SourceTable("erp", "public", "orders");
    private static final Set<String> CAPTURED = Set.of(
            "nw.fences",
            TOPICS.changes(CUSTOMERS).name(),
            TOPICS.changes(ORDERS).name());

    @Test
    void isWholeWithAFenceAndTheChangesOfAllTables() {
        assertThatCode(() -> LogToRebuild.require(TOPICS, Set.of("erp"), CAPTURED, List.of(CUSTOMERS, ORDERS)))
                .doesNotThrowAnyException();
    }

    @Test
    void isNotWholeBeforeTheFirstFence() {
        assertThatThrownBy(() -> LogToRebuild.require(TOPICS, Set.of("crm"), CAPTURED, List.of(CUSTOMERS)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("first load");
    }

    @Test
    void isNotWholeWithoutTheChangesOfATableThatTheMappingsRead() {
        SourceTable added = new SourceTable("erp", "public", "added_later");

        assertThatThrownBy(() -> LogToRebuild.require(TOPICS, Set.of("erp"), CAPTURED, List.of(CUSTOMERS, added)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("public.added_later");
    }
}
