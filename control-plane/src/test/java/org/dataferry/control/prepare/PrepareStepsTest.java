package org.dataferry.control.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.settings.TargetSettings;
import org.dataferry.sink.client.metadata.ColumnDefinition;
import org.dataferry.sink.client.metadata.ColumnType;
import org.dataferry.sink.client.metadata.KeyDefinition;
import org.dataferry.sink.client.metadata.NewTable;
import org.dataferry.sink.client.metadata.RequiredLevel;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.transform.mapping.DeclaredTarget;
import org.dataferry.transform.mapping.DeclaredTarget.DeclaredColumn;
import org.dataferry.transform.mapping.language.TableDocument;
import org.dataferry.transform.mapping.language.TableDocument.Ownership;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.junit.jupiter.api.Test;

class PrepareStepsTest {

    private static final TargetSettings TARGET = new TargetSettings("nw", null);
    private static final ColumnType KEY_TEXT = new ColumnType.Text(450, "Text");

    @Test
    void makesATableWithItsColumnsThenTheKeyColumnsThenTheKey() {
        List<PrepareStep> steps = steps("nw_order", List.of(declared(Ownership.ORGANIZATION_OWNED)), Map.of());

        assertThat(steps)
                .extracting(PrepareStep::describe)
                .containsExactly(
                        "make table nw_order with primary name nw_name and 1 columns",
                        "add column nw_ferrykey to nw_order",
                        "add column nw_ferryid to nw_order",
                        "make alternate key nw_ferrykey_key on nw_order and wait for its index");
        NewTable made = ((PrepareStep.MakeTable) steps.getFirst()).table();
        assertThat(made.ownership()).isEqualTo(NewTable.Ownership.ORGANIZATION_OWNED);
    }

    @Test
    void makesNothingTheSecondTime() {
        TableDefinition made = table(
                "nw_order",
                "UserOwned",
                Map.of(
                        "nw_name", new ColumnType.Text(100, "Text"),
                        "nw_city", new ColumnType.Text(15, "Text"),
                        "nw_ferrykey", KEY_TEXT,
                        "nw_ferryid", new ColumnType.Memo(4_000)),
                List.of(key("nw_ferrykey_key", KeyDefinition.IndexStatus.ACTIVE)));

        assertThat(steps("nw_order", List.of(declared(Ownership.USER_OWNED)), Map.of("nw_order", made)))
                .isEmpty();
    }

    @Test
    void goesOnWhereAnEarlierPrepareWasCutShort() {
        TableDefinition half =
                table("nw_order", "UserOwned", Map.of("nw_name", new ColumnType.Text(100, "Text")), List.of());

        assertThat(steps("nw_order", List.of(declared(Ownership.USER_OWNED)), Map.of("nw_order", half)))
                .extracting(PrepareStep::describe)
                .containsExactly(
                        "add column nw_city to nw_order",
                        "add column nw_ferrykey to nw_order",
                        "add column nw_ferryid to nw_order",
                        "make alternate key nw_ferrykey_key on nw_order and wait for its index");
    }

    @Test
    void waitsForAKeyOfAnotherNameInsteadOfMakingASecond() {
        TableDefinition building = table(
                "account",
                "UserOwned",
                Map.of("nw_ferrykey", KEY_TEXT, "nw_ferryid", new ColumnType.Memo(4_000)),
                List.of(key("nw_theirkey", KeyDefinition.IndexStatus.IN_PROGRESS)));

        List<PrepareStep> steps = steps("account", List.of(), Map.of("account", building));

        assertThat(steps).hasSize(1);
        assertThat(((PrepareStep.MakeKey) steps.getFirst()).key().logicalName()).isEqualTo("nw_theirkey");
    }

    @Test
    void refusesAKeyColumnThatWouldCutKeysOff() {
        TableDefinition theirs =
                table("account", "UserOwned", Map.of("nw_ferrykey", new ColumnType.Text(100, "Text")), List.of());

        assertThatThrownBy(() -> steps("account", List.of(), Map.of("account", theirs)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("nw_ferrykey in account")
                .hasMessageContaining("450");
    }

    @Test
    void refusesAnOwnershipThatTheTableDoesNotHave() {
        TableDefinition users = table("nw_order", "UserOwned", Map.of(), List.of());

        assertThatThrownBy(() ->
                        steps("nw_order", List.of(declared(Ownership.ORGANIZATION_OWNED)), Map.of("nw_order", users)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("declare UserOwned");
    }

    private static List<PrepareStep> steps(
            String entity, List<DeclaredTarget> declared, Map<String, TableDefinition> existing) {
        return PrepareSteps.of(TARGET, Set.of(entity), declared, existing);
    }

    private static DeclaredTarget declared(Ownership ownership) {
        return new DeclaredTarget(
                "nw_order",
                Optional.of(new TableDocument("Order", "Orders", "nw_name", ownership)),
                List.of(
                        new DeclaredColumn("nw_name", "Name", new TargetColumnType.Text(100)),
                        new DeclaredColumn("nw_city", "City", new TargetColumnType.Text(15))));
    }

    private static TableDefinition table(
            String name, String ownership, Map<String, ColumnType> types, List<KeyDefinition> keys) {
        Map<String, ColumnDefinition> columns = new LinkedHashMap<>();
        types.forEach((column, type) ->
                columns.put(column, new ColumnDefinition(column, column, type, RequiredLevel.NONE, true, true)));
        return new TableDefinition(
                new EntitySet(name + "s", name, name + "id"),
                name,
                Optional.of("nw_name"),
                ownership,
                "Standard",
                columns,
                keys,
                List.of());
    }

    private static KeyDefinition key(String name, KeyDefinition.IndexStatus status) {
        return new KeyDefinition(name, name, List.of("nw_ferrykey"), status);
    }
}
