package org.dataferry.emulator.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.latency.Ceiling;
import org.dataferry.emulator.shape.Operation;

/** The highest rates that any client could sustain, by operation. */
public final class CeilingResource {
    private static final int MAX_BATCH = 1_000;
    private static final int COLUMNS = 38;
    private static final List<Operation> OPERATIONS = List.of(Operation.CREATE, Operation.UPDATE, Operation.UPSERT);

    private final Supplier<Ceiling> ceiling;
    private final int users;

    /** @param users how many may sign in, what is counted where the question says nothing */
    public CeilingResource(Supplier<Ceiling> ceiling, int users) {
        this.ceiling = ceiling;
        this.users = users;
    }

    ObjectNode json(AdminRequest request) {
        int askedUsers = positive(request, "users", users);
        int columns = positive(request, "columns", COLUMNS);
        int batch = positive(request, "batch", MAX_BATCH);
        String table = request.parameters().getOrDefault("table", "");
        boolean bypasses = Boolean.parseBoolean(request.parameters().getOrDefault("bypass", "false"));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("users", askedUsers)
                .put("columns", columns)
                .put("maxBatch", batch)
                .put("table", table);
        ObjectNode operations = json.putObject("operations");
        for (Operation operation : asked(request)) {
            Ceiling.Answer answer =
                    ceiling.get().answer(new Ceiling.Question(operation, table, columns, bypasses, askedUsers, batch));
            if (answer == null) {
                operations.putNull(operation.text());
            } else {
                operations
                        .putObject(operation.text())
                        .put("rowsPerSecond", answer.rowsPerSecond())
                        .put("batch", answer.batch())
                        .put("requestSeconds", answer.requestSeconds())
                        .put("bound", answer.boundText());
            }
        }
        return json;
    }

    private static List<Operation> asked(AdminRequest request) {
        String text = request.parameters().get("operation");
        if (text == null) {
            return OPERATIONS;
        }
        Operation operation = Operation.of(text);
        if (!OPERATIONS.contains(operation)) {
            throw new EmulatorException("There are ceilings for create, update and upsert, not for " + text);
        }
        return List.of(operation);
    }

    private static int positive(AdminRequest request, String name, int absent) {
        long number = request.number(name, absent);
        if (number < 1 || number > 1_000_000) {
            throw new EmulatorException("The parameter " + name + " must be between 1 and 1000000, not " + number);
        }
        return (int) number;
    }
}
