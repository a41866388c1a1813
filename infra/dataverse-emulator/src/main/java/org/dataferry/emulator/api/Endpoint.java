package org.dataferry.emulator.api;

import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;

/** Answers one request to the API, alone or as a part of a batch. */
public interface Endpoint {
    /** @throws Refusal so that a change set can be undone */
    ApiResponse route(ApiRequest request, UnitOfWork work);

    /** Never throws a {@link Refusal}: it becomes the response. */
    default ApiResponse answer(ApiRequest request, UnitOfWork work) {
        try {
            return route(request, work);
        } catch (Refusal refusal) {
            return Errors.response(request, refusal);
        }
    }
}
