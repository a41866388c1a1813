package org.dataferry.control.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.settings.TargetSettings;
import org.dataferry.sink.client.metadata.ColumnDefinition;
import org.dataferry.sink.client.metadata.ColumnType;
import org.dataferry.sink.client.metadata.KeyDefinition;
import org.dataferry.sink.client.metadata.ManyToManyRelationship;
import org.dataferry.sink.client.metadata.NewColumn;
import org.dataferry.sink.client.metadata.NewLookup;
import org.dataferry.sink.client.metadata.NewManyToMany;
import org.dataferry.sink.client.metadata.NewTable;
import org.dataferry.sink.client.metadata.RequiredLevel;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.transform.mapping.DeclaredRelationship;
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

    @Test
    void makesLookupsOnceTheirTablesAreThere() {
        DeclaredTarget order = new DeclaredTarget(
                "nw_order",
                Optional.of(new TableDocument("Order", "Orders", "nw_name", Ownership.USER_OWNED)),
                List.of(
                        new DeclaredColumn("nw_name", "Name", new TargetColumnType.Text(100)),
                        new DeclaredColumn("nw_customer", "Customer", new TargetColumnType.Lookup(List.of("account"))),
                        new DeclaredColumn("nw_parent", "Parent", new TargetColumnType.Lookup(List.of("nw_order"))),
                        new DeclaredColumn(
                                "nw_about", "About", new TargetColumnType.Lookup(List.of("account", "contact")))));

        List<PrepareStep> steps = steps("nw_order", List.of(order), Map.of("account", account()));

        assertThat(steps)
                .extracting(PrepareStep::describe)
                .containsExactly(
                        "make table nw_order with primary name nw_name and 0 columns",
                        "add column nw_ferrykey to nw_order",
                        "add column nw_ferryid to nw_order",
                        "add lookup nw_customer to nw_order, naming account",
                        "add lookup nw_parent to nw_order, naming nw_order",
                        "add lookup nw_about to nw_order, naming account or contact",
                        "make alternate key nw_ferrykey_key on nw_order and wait for its index");
        assertThat(steps)
                .contains(
                        new PrepareStep.MakeLookup(new NewLookup(
                                "nw_account_nw_order_nw_customer",
                                "nw_order",
                                "nw_customer",
                                "Customer",
                                "account",
                                "accountid")),
                        new PrepareStep.MakeLookup(new NewLookup(
                                "nw_nw_order_nw_order_nw_parent",
                                "nw_order",
                                "nw_parent",
                                "Parent",
                                "nw_order",
                                "nw_orderid")));
    }

    @Test
    void makesAChoiceWithItsOptions() {
        DeclaredTarget declared = new DeclaredTarget(
                "account",
                Optional.empty(),
                List.of(new DeclaredColumn(
                        "nw_kind", "Kind", new TargetColumnType.Choice(new TreeMap<>(Map.of(7, "Old", 3, "New"))))));

        assertThat(steps("account", List.of(declared), Map.of("account", account())))
                .contains(new PrepareStep.AddColumn(
                        "account",
                        new NewColumn(
                                "nw_kind",
                                "Kind",
                                new ColumnType.Choice(
                                        List.of(new ColumnType.Option(3, "New"), new ColumnType.Option(7, "Old"))),
                                RequiredLevel.NONE)));
    }

    @Test
    void addsTheOptionsThatAChoiceLacksAndLeavesTheOthers() {
        ColumnType.Choice has =
                new ColumnType.Choice(List.of(new ColumnType.Option(3, "Fresh"), new ColumnType.Option(9, "Theirs")));

        List<PrepareStep> steps =
                steps("account", List.of(kind("nw_kind")), Map.of("account", account("nw_kind", has)));

        assertThat(steps)
                .contains(new PrepareStep.AddOption("account", "nw_kind", has, new ColumnType.Option(7, "Old")));
        assertThat(steps)
                .extracting(PrepareStep::describe)
                .containsOnlyOnce("add option 7 (Old) to choice nw_kind of account")
                .noneMatch(step -> step.startsWith("add option 3") || step.startsWith("add option 9"));
    }

    @Test
    void addsAnOptionOfAGlobalChoiceOnceForAllColumnsThatUseIt() {
        ColumnType.Choice shared =
                new ColumnType.Choice(List.of(new ColumnType.Option(3, "New")), Optional.of("nw_kinds"));
        DeclaredTarget declared = new DeclaredTarget(
                "account",
                Optional.empty(),
                List.of(
                        kind("nw_kind").columns().getFirst(),
                        kind("nw_second").columns().getFirst()));
        TableDefinition account =
                table("account", "UserOwned", Map.of("nw_kind", shared, "nw_second", shared), List.of());

        assertThat(steps("account", List.of(declared), Map.of("account", account)))
                .extracting(PrepareStep::describe)
                .filteredOn(step -> step.startsWith("add option"))
                .containsExactly("add option 7 (Old) to global choice nw_kinds, which column nw_kind of account uses");
    }

    private static DeclaredTarget kind(String column) {
        return new DeclaredTarget(
                "account",
                Optional.empty(),
                List.of(new DeclaredColumn(
                        column, "Kind", new TargetColumnType.Choice(new TreeMap<>(Map.of(7, "Old", 3, "New"))))));
    }

    private static TableDefinition account(String column, ColumnType type) {
        return table("account", "UserOwned", Map.of(column, type), List.of());
    }

    @Test
    void makesARelationshipThatIsMissing() {
        List<PrepareStep> steps = relationship("account", "contact", true, List.of());

        assertThat(steps)
                .contains(new PrepareStep.MakeRelationship(
                        new NewManyToMany("nw_link", "nw_link", "account", "nw_link", "contact", "nw_link")));
        assertThat(relationship("account", "account", true, List.of()))
                .contains(new PrepareStep.MakeRelationship(new NewManyToMany(
                        "nw_link", "nw_link", "account", "nw_link_second", "account", "nw_link_first")));
    }

    @Test
    void takesARelationshipThatIsThereInWhicheverOrder() {
        assertThat(relationship("account", "contact", true, List.of(between("nw_link", "contact", "account"))))
                .noneMatch(PrepareStep.MakeRelationship.class::isInstance);
    }

    @Test
    void refusesARelationshipThatIsNotTheOneMeant() {
        assertThatThrownBy(() -> relationship("account", "contact", false, List.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("no many-to-many relationship nw_link of account")
                .hasMessageContaining("create: true");
        assertThatThrownBy(
                        () -> relationship("account", "contact", true, List.of(between("nw_link", "account", "lead"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("is between account and lead, and the link file joins account and contact");
        assertThatThrownBy(() ->
                        relationship("account", "contact", true, List.of(between("nw_Link", "account", "contact"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("as nw_Link");
    }

    private static List<PrepareStep> relationship(
            String first, String second, boolean create, List<ManyToManyRelationship> existing) {
        return PrepareSteps.of(
                TARGET,
                Set.of("account"),
                List.of(),
                List.of(new DeclaredRelationship("nw_link", first, second, create)),
                new ExistingTarget(Map.of("account", account()), existing));
    }

    private static ManyToManyRelationship between(String name, String first, String second) {
        return new ManyToManyRelationship(
                name,
                name,
                Optional.empty(),
                new ManyToManyRelationship.End(first, first + "id", name),
                new ManyToManyRelationship.End(second, second + "id", name));
    }

    private static TableDefinition account() {
        return table("account", "UserOwned", Map.of(), List.of());
    }

    private static List<PrepareStep> steps(
            String entity, List<DeclaredTarget> declared, Map<String, TableDefinition> existing) {
        return PrepareSteps.of(TARGET, Set.of(entity), declared, List.of(), new ExistingTarget(existing, List.of()));
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
