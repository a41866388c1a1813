package org.dataferry.emulator.metadata;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.metadata.ColumnType.Behavior;
import org.dataferry.emulator.metadata.ColumnType.Option;
import org.dataferry.emulator.metadata.Relationship.OnDelete;
import org.dataferry.emulator.metadata.TableBuilder.Target;
import org.dataferry.emulator.metadata.TableBuilder.Writable;

/** Reads one section of {@code standard-tables.txt}, whose head explains the notation. */
final class StandardTable {
    private static final Set<String> FLAGS = Set.of("ro", "co", "req", "app", "primary");
    private static final int IMAGE_KILOBYTES = 10_240;

    private final TableBuilder builder;

    StandardTable(int number, List<String> section) {
        String[] words = section.getFirst().split(" ");
        String plural = Plural.of(words[1]);
        builder = new TableBuilder(
                new Table.Names(
                        number,
                        TableBuilder.idOf("table " + words[1]),
                        words[1],
                        words[2],
                        plural,
                        plural,
                        Label.of(words[2]),
                        Label.of(Plural.of(words[2])),
                        Label.NONE,
                        words[3],
                        false),
                words.length > 5 ? words[5] : words[2] + "Id");
        section.subList(1, section.size()).forEach(line -> {
            try {
                line(line.split(" "));
            } catch (RuntimeException e) {
                throw new EmulatorException("The definition of " + words[1] + " has a wrong line: " + line, e);
            }
        });
    }

    TableBuilder builder() {
        return builder;
    }

    private void line(String[] words) {
        switch (words[0]) {
            case "@owner" -> builder.owner();
            case "@audit" -> builder.audit();
            case "@currency" -> currency();
            case "@address" -> address("Address" + words[1] + "_", words[2]);
            case "@states" -> builder.states(states(words[1]), statuses(words[2]));
            default -> column(words);
        }
    }

    private void column(String[] words) {
        List<String> arguments = new ArrayList<>();
        List<String> flags = new ArrayList<>();
        for (String word : Arrays.asList(words).subList(2, words.length)) {
            (FLAGS.contains(word) ? flags : arguments).add(word);
        }
        Writable writable =
                flags.contains("ro") ? Writable.Never : flags.contains("co") ? Writable.OnCreate : Writable.Always;
        String required =
                flags.contains("req") ? "SystemRequired" : flags.contains("app") ? "ApplicationRequired" : "None";
        String kind = words[1];
        switch (kind) {
            case "to" -> builder.lookup(words[0], "Lookup", targets(arguments), required, writable);
            case "customer" -> builder.lookup(words[0], "Customer", targets(arguments), required, writable);
            case "owner" ->
                builder.lookup(
                        words[0],
                        "Owner",
                        List.of(new Target("systemuser", "", OnDelete.NoCascade)),
                        required,
                        writable);
            case "money" -> {
                builder.add(words[0], MoneyColumns.TYPE, required, writable, false);
                builder.readOnly(words[0] + "_Base", MoneyColumns.base(words[0]));
            }
            case "image" -> {
                builder.add(
                        words[0],
                        new ColumnType.Image(IMAGE_KILOBYTES, flags.contains("primary")),
                        required,
                        writable,
                        false);
                FileColumns.companionsOfImage(words[0]).forEach(builder::readOnly);
            }
            default -> builder.add(words[0], type(kind, arguments), required, writable, flags.contains("primary"));
        }
    }

    private static ColumnType type(String kind, List<String> arguments) {
        return switch (kind) {
            case "text" -> text(arguments);
            case "memo" -> new ColumnType.Memo(number(arguments, 0));
            case "int" ->
                arguments.isEmpty()
                        ? new ColumnType.WholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE)
                        : new ColumnType.WholeNumber(number(arguments, 0), number(arguments, 1));
            case "bigint" -> new ColumnType.BigInt();
            case "decimal" ->
                new ColumnType.DecimalNumber(
                        number(arguments, 0), new BigDecimal(arguments.get(1)), new BigDecimal(arguments.get(2)));
            case "double" ->
                new ColumnType.DoubleNumber(
                        number(arguments, 0),
                        Double.parseDouble(arguments.get(1)),
                        Double.parseDouble(arguments.get(2)));
            case "bool" -> {
                String[] labels = arguments.get(1).replace('_', ' ').split("/");
                yield new ColumnType.YesNo(
                        Boolean.parseBoolean(arguments.get(0)), Label.of(labels[0]), Label.of(labels[1]));
            }
            case "choice" -> new ColumnType.Choice(options(arguments.get(1)), number(arguments, 0));
            case "date" -> new ColumnType.DateTime(Behavior.DateOnly, "DateOnly");
            case "day" -> new ColumnType.DateTime(Behavior.UserLocal, "DateOnly");
            case "moment" -> TableBuilder.MOMENT;
            case "guid" -> new ColumnType.UniqueIdentifier();
            default -> throw new EmulatorException("'" + kind + "' is no type of column");
        };
    }

    private static ColumnType text(List<String> arguments) {
        String format = "Text";
        String autoNumber = null;
        for (String argument : arguments.subList(1, arguments.size())) {
            if (argument.startsWith("auto=")) {
                autoNumber = argument.substring("auto=".length());
            } else {
                format = argument;
            }
        }
        return new ColumnType.Text(number(arguments, 0), format, autoNumber);
    }

    private static List<Target> targets(List<String> arguments) {
        return arguments.stream()
                .map(argument -> argument.split(":"))
                .map(parts -> new Target(parts[0], parts[1], OnDelete.valueOf(parts[2])))
                .toList();
    }

    private static List<Option> options(String text) {
        return Stream.of(text.split(";"))
                .map(option -> option.split("=", 2))
                .map(parts -> Option.of(Integer.parseInt(parts[0]), label(parts[1])))
                .toList();
    }

    private static Label label(String word) {
        return Label.of(word.replace('_', ' '));
    }

    private static List<Option> states(String text) {
        return Stream.of(text.split(";"))
                .map(state -> state.split("[=>]"))
                .map(parts -> new Option(Integer.parseInt(parts[0]), label(parts[1]), -1, Integer.parseInt(parts[2])))
                .toList();
    }

    private static ColumnType.Status statuses(String text) {
        List<Option> options = new ArrayList<>();
        Map<Integer, List<Integer>> transitions = new HashMap<>();
        for (String status : text.split(";")) {
            String[] parts = status.split("[=@>]");
            int value = Integer.parseInt(parts[0]);
            options.add(new Option(value, label(parts[1]), Integer.parseInt(parts[2]), -1));
            if (parts.length > 3) {
                transitions.put(
                        value,
                        Stream.of(parts[3].split(",")).map(Integer::valueOf).toList());
            }
        }
        return new ColumnType.Status(options, transitions);
    }

    private void currency() {
        builder.lookup(
                "TransactionCurrencyId",
                "Lookup",
                List.of(new Target("transactioncurrency", "", OnDelete.Restrict)),
                "None",
                Writable.Always);
        builder.readOnly("ExchangeRate", MoneyColumns.RATE);
    }

    private void address(String prefix, String types) {
        builder.column(prefix + "AddressId", new ColumnType.UniqueIdentifier());
        boolean several = types.contains(";");
        choice(prefix + "AddressTypeCode", types);
        choice(prefix + "FreightTermsCode", several ? "1=FOB;2=No_Charge" : "1=Default_Value");
        choice(
                prefix + "ShippingMethodCode",
                several ? "1=Airborne;2=DHL;3=FedEx;4=UPS;5=Postal_Mail;6=Full_Load;7=Will_Call" : "1=Default_Value");
        text(prefix + "Name", 200);
        text(prefix + "PrimaryContactName", 100);
        Stream.of("Line1", "Line2", "Line3").forEach(line -> text(prefix + line, 250));
        Stream.of("City", "Country").forEach(name -> text(prefix + name, 80));
        Stream.of("StateOrProvince", "County", "Fax", "Telephone1", "Telephone2", "Telephone3")
                .forEach(name -> text(prefix + name, 50));
        Stream.of("PostalCode", "PostOfficeBox").forEach(name -> text(prefix + name, 20));
        text(prefix + "UPSZone", 4);
        builder.column(prefix + "UTCOffset", new ColumnType.WholeNumber(-1500, 1500));
        builder.column(prefix + "Latitude", new ColumnType.DoubleNumber(5, -90, 90));
        builder.column(prefix + "Longitude", new ColumnType.DoubleNumber(5, -180, 180));
    }

    private void choice(String name, String options) {
        builder.column(name, new ColumnType.Choice(options(options), options.contains(";") ? -1 : 1));
    }

    private void text(String name, int length) {
        builder.column(name, new ColumnType.Text(length, "Text"));
    }

    private static int number(List<String> arguments, int at) {
        return Integer.parseInt(arguments.get(at));
    }
}
