package org.dataferry.emulator.faults;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dataferry.emulator.api.Endpoint;
import org.dataferry.emulator.api.UnitOfWork;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.shape.Operation;
import org.dataferry.emulator.shape.ShapeReader;

/** Refuses what a rule strikes, also in batches, as the database or a plug-in would: nothing of the request stays. */
public final class FaultyEndpoint implements Endpoint {
    private final FaultPlan faults;
    private final ShapeReader shapes;
    private final Endpoint behind;

    public FaultyEndpoint(FaultPlan faults, ShapeReader shapes, Endpoint behind) {
        this.faults = faults;
        this.shapes = shapes;
        this.behind = behind;
    }

    @Override
    public ApiResponse route(ApiRequest request, UnitOfWork work) {
        if (!faults.isEmpty()) {
            switch (faults.strike(candidate(request), true)) {
                case Effect.Refuse refuse -> throw new Refusal(refuse.status(), refuse.code(), refuse.message());
                case Effect.Customise ignored -> throw customised(request);
                case null, default -> {}
            }
        }
        return behind.route(request, work);
    }

    /** Another customisation is refused; a write meets the type of its table being made anew. */
    private Refusal customised(ApiRequest request) {
        return shapes.read(request).operation() == Operation.DEFINITION
                ? new Refusal(
                        429,
                        "0x80071151",
                        "Cannot start another [EntityCustomization] because there is a previous [EntityCustomization]"
                                + " running at this moment.")
                : new Refusal(500, "0x80044150", "Generic SQL error. Sql Number: 3732");
    }

    private Candidate candidate(ApiRequest request) {
        String url = ApiRequest.ROOT + request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
        return new Candidate(
                request.method(),
                UrlText.lenient(url),
                () -> new String(request.body(), StandardCharsets.UTF_8),
                () -> List.of(shapes.read(request)));
    }
}
