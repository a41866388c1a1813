package org.dataferry.emulator.http;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.emulator.api.Endpoint;
import org.dataferry.emulator.api.UnitOfWork;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.shape.BodyScan;
import org.dataferry.emulator.shape.Operation;
import org.dataferry.emulator.shape.RequestShape;
import org.dataferry.emulator.shape.ShapeReader;

/** One request, or the parts of one batch, on their way through the endpoint: it remembers what they were. For one thread. */
final class Execution implements Endpoint {
    private final Endpoint endpoint;
    private final ShapeReader reader;
    private final boolean countsQueries;
    private final List<RequestShape> attempted = new ArrayList<>();
    private final List<RequestShape> done = new ArrayList<>();

    /** @param countsQueries whether the rows that queries find are counted, which takes a look at every byte of their answers */
    Execution(Endpoint endpoint, ShapeReader reader, boolean countsQueries) {
        this.endpoint = endpoint;
        this.countsQueries = countsQueries;
        this.reader = reader;
    }

    @Override
    public ApiResponse route(ApiRequest request, UnitOfWork work) {
        RequestShape shape = reader.read(request);
        attempted.add(shape);
        ApiResponse response = endpoint.route(request, work);
        if (countsQueries && shape.operation() == Operation.QUERY) {
            shape = shape.withRows(BodyScan.of(response.body()).listedRows());
            attempted.set(attempted.size() - 1, shape);
        }
        done.add(shape);
        return response;
    }

    /** All that were tried, the last one too if it was refused. */
    List<RequestShape> attempted() {
        return attempted;
    }

    /** Those that were answered with success; of a change set that failed later, also the parts before the failure. */
    List<RequestShape> done() {
        return done;
    }
}
