package org.dataferry.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.dataferry.capture.SourceServer;
import org.dataferry.capture.source.Obstacle.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SourceCatalogueIT {

    private SourceAddress address;

    @BeforeEach
    void makeTables() throws SQLException {
        address = SourceServer.newDatabase();
        SourceServer.execute(
                address,
                "CREATE DOMAIN code AS varchar(9) NOT NULL",
                "CREATE DOMAIN short_code AS code",
                "CREATE TYPE mood AS ENUM ('good')",
                "CREATE DOMAIN pin AS char(4)",
                "CREATE TABLE customers (region text, id integer, name varchar(40) NOT NULL, price numeric(10,2),"
                        + " rough numeric(3,-2), free numeric, code short_code, mood mood, tags text[], bits bit(9), country char(2), pin pin,"
                        + " box box, twice integer GENERATED ALWAYS AS (id * 2) STORED, PRIMARY KEY (id, region))",
                "CREATE TABLE keyless (a integer)",
                "CREATE TABLE silent (a integer PRIMARY KEY)",
                "ALTER TABLE silent REPLICA IDENTITY NOTHING",
                "CREATE TABLE indexed (a integer PRIMARY KEY, b integer NOT NULL UNIQUE)",
                "ALTER TABLE indexed REPLICA IDENTITY USING INDEX indexed_b_key",
                "INSERT INTO keyless SELECT generate_series(1, 500)",
                "ANALYZE keyless");
    }

    @Test
    void readsColumnsAsTheyAre() {
        SourceTable customers = SourceCatalogue.read(address).require(TableName.parse("customers"));

        assertThat(customers.primaryKey()).containsExactly("id", "region");
        assertThat(customers.column("name").orElseThrow()).satisfies(name -> {
            assertThat(name.sqlType()).isEqualTo("character varying(40)");
            assertThat(name.length()).hasValue(40);
            assertThat(name.nullable()).isFalse();
        });
        assertThat(customers.column("price").orElseThrow()).satisfies(price -> {
            assertThat(price.type()).isEqualTo(CanonicalType.DECIMAL);
            assertThat(price.precision()).hasValue(10);
            assertThat(price.scale()).hasValue(2);
        });
        assertThat(customers.column("rough").orElseThrow().scale()).hasValue(-2);
        assertThat(customers.column("free").orElseThrow().precision()).isEmpty();
        assertThat(customers.column("code").orElseThrow()).satisfies(code -> {
            assertThat(code.type()).isEqualTo(CanonicalType.TEXT);
            assertThat(code.length()).hasValue(9);
            assertThat(code.nullable()).isFalse();
        });
        assertThat(customers.columns())
                .filteredOn(SourceColumn::blankPadded)
                .extracting(SourceColumn::name, column -> column.length().orElseThrow())
                .containsExactly(tuple("country", 2), tuple("pin", 4));
        assertThat(customers.column("mood").orElseThrow().type()).isEqualTo(CanonicalType.ENUM);
        assertThat(customers.column("tags").orElseThrow().type()).isEqualTo(CanonicalType.ARRAY);
        assertThat(customers.column("bits").orElseThrow().length()).hasValue(9);
        assertThat(customers.column("box").orElseThrow().type()).isEqualTo(CanonicalType.UNSUPPORTED);
        assertThat(customers.column("twice").orElseThrow().generated()).isTrue();
        assertThat(customers.column("id").orElseThrow().generated()).isFalse();
    }

    @Test
    void readsEstimatesAndReplicaIdentities() {
        SourceCatalogue catalogue = SourceCatalogue.read(address);

        assertThat(catalogue.require(TableName.parse("keyless")).estimatedRows())
                .hasValue(500);
        assertThat(catalogue.require(TableName.parse("silent")).estimatedRows()).isEmpty();
        assertThat(catalogue.require(TableName.parse("silent")).replicaIdentity())
                .isEqualTo(new ReplicaIdentity.Nothing());
        assertThat(catalogue.require(TableName.parse("indexed")).replicaIdentity())
                .isEqualTo(new ReplicaIdentity.Index(Set.of("b")));
        assertThat(catalogue.require(TableName.parse("customers")).replicaIdentity())
                .isEqualTo(new ReplicaIdentity.PrimaryKey());
    }

    @Test
    void suggestsTheNamesThatComeClose() {
        SourceCatalogue catalogue = SourceCatalogue.read(address);

        assertThatThrownBy(() -> catalogue.require(TableName.parse("customer")))
                .isInstanceOf(SourceException.class)
                .hasMessage("the source has no table public.customer; did you mean public.customers?");
    }

    @Test
    void listsEverythingThatIsInTheWay() {
        CaptureCheck check = new CaptureCheck(address, "ferry", DeclaredKeys.NONE);

        List<Obstacle> obstacles = check.check(List.of(
                TableName.parse("customers"),
                TableName.parse("keyless"),
                TableName.parse("silent"),
                TableName.parse("orders")));

        assertThat(obstacles)
                .extracting(Obstacle::kind)
                .containsExactly(Kind.NO_PRIMARY_KEY, Kind.NO_REPLICA_IDENTITY, Kind.UNKNOWN_TABLE);
        assertThat(check.check(List.of(TableName.parse("customers")))).isEmpty();
    }

    @Test
    void asksForARoleThatMayReplicate() throws SQLException {
        SourceServer.execute(address, "DROP ROLE IF EXISTS reader", "CREATE ROLE reader LOGIN PASSWORD 'secret'");
        SourceAddress reader = new SourceAddress(address.jdbcUrl(), "reader", "secret");

        assertThat(new CaptureCheck(reader, "ferry", DeclaredKeys.NONE).check(List.of()))
                .extracting(Obstacle::kind)
                .containsExactly(Kind.NO_REPLICATION_ROLE);
    }

    @Test
    void saysWhatIsWrongWithTheAddress() {
        SourceAddress nobody = new SourceAddress(address.jdbcUrl(), "nobody", "secret");
        SourceAddress nowhere = new SourceAddress("jdbc:postgresql://localhost:1/x", "a", "secret");
        SourceAddress nothing =
                new SourceAddress(address.jdbcUrl().replaceAll("/[^/]*$", "/nothing"), address.user(), "secret");

        assertThat(message(nobody)).contains("refuses user nobody").doesNotContain("secret");
        assertThat(message(nowhere)).contains("can't be reached").contains("localhost:1");
        assertThat(message(nothing)).contains("no such database");
    }

    private static String message(SourceAddress wrong) {
        List<Obstacle> obstacles = new CaptureCheck(wrong, "ferry", DeclaredKeys.NONE).check(List.of());
        assertThat(obstacles).extracting(Obstacle::kind).containsExactly(Kind.UNREACHABLE);
        return obstacles.getFirst().message();
    }
}
