package org.dataferry.emulator.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dataferry.emulator.api.Endpoint;
import org.dataferry.emulator.api.Errors;
import org.dataferry.emulator.api.UnitOfWork;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.definitions.Definitions;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.store.WriteUnit;

/**
 * Answers a batch: its requests one after another, a change set as one unit of work.
 *
 * <p>Source: Microsoft's page "Execute batch operations using the Web API".
 */
public final class BatchRunner {
    private sealed interface Item {
        record Single(ApiRequest request) implements Item {}

        record ChangeSet(List<ApiRequest> requests) implements Item {}
    }

    /** The refusal of one request of a change set, with the request that it answers. */
    private static final class ChangeSetRefused extends RuntimeException {
        private final transient ApiResponse response;

        ChangeSetRefused(ApiResponse response) {
            super(null, null, false, false);
            this.response = response;
        }
    }

    private final Endpoint router;
    private final UnitOfWork store;
    private final Assumptions.Batches assumptions;

    public BatchRunner(Endpoint router, UnitOfWork store, Assumptions.Batches assumptions) {
        this.router = router;
        this.store = store;
        this.assumptions = assumptions;
    }

    public ApiResponse answer(ApiRequest request) {
        try {
            return run(request, items(request));
        } catch (Refusal refusal) {
            return Errors.response(request, refusal);
        }
    }

    /** The requests in a batch, none if it can't be read. */
    public List<ApiRequest> requests(ApiRequest outer) {
        try {
            return items(outer).stream()
                    .flatMap(item -> switch (item) {
                        case Item.Single single -> Stream.of(single.request());
                        case Item.ChangeSet changeSet -> changeSet.requests().stream();
                    })
                    .toList();
        } catch (Refusal unreadable) {
            return List.of();
        }
    }

    private ApiResponse run(ApiRequest outer, List<Item> items) {
        boolean goOn = outer.preference("odata.continue-on-error") != null;
        MultipartWriter out = new MultipartWriter("batchresponse");
        int status = 200;
        for (Item item : items) {
            int failed = switch (item) {
                case Item.Single single -> single(single.request(), out);
                case Item.ChangeSet changeSet -> changeSet(changeSet.requests(), out);
            };
            if (failed >= 400 && !goOn) {
                status = failed;
                break;
            }
        }
        return new ApiResponse(status, Map.of("Content-Type", out.contentType()), out.end());
    }

    private int single(ApiRequest request, MultipartWriter out) {
        ApiResponse response = router.answer(request, store);
        out.response(response, request.header("Content-ID"));
        return response.status();
    }

    private int changeSet(List<ApiRequest> requests, MultipartWriter out) {
        try {
            List<ApiResponse> responses = store.write(unit -> all(requests, unit));
            MultipartWriter inner = new MultipartWriter("changesetresponse");
            for (int i = 0; i < responses.size(); i++) {
                inner.response(responses.get(i), requests.get(i).header("Content-ID"));
            }
            out.nested(inner);
            return 200;
        } catch (ChangeSetRefused refused) {
            out.response(refused.response, null);
            return refused.response.status();
        }
    }

    private List<ApiResponse> all(List<ApiRequest> requests, WriteUnit unit) {
        UnitOfWork work = new UnitOfWork() {
            @Override
            public <T> T write(Function<WriteUnit, T> change) {
                return change.apply(unit);
            }
        };
        ContentIds ids = new ContentIds();
        List<ApiResponse> responses = new ArrayList<>();
        for (ApiRequest request : requests) {
            try {
                ApiRequest resolved = ids.resolve(request);
                ApiResponse response = router.route(resolved, work);
                ids.remember(unit.catalog(), resolved, response);
                responses.add(response);
            } catch (Refusal refusal) {
                throw new ChangeSetRefused(Errors.response(request, refusal));
            }
        }
        return responses;
    }

    private List<Item> items(ApiRequest outer) {
        String type = outer.headers().getOrDefault("Content-Type", "");
        List<Item> items = new ArrayList<>();
        int count = 0;
        for (Multipart.Part part : Multipart.parts(lines(outer.body()), Multipart.boundary(type))) {
            Item item = item(outer, part);
            count += item instanceof Item.ChangeSet changeSet
                    ? changeSet.requests().size()
                    : 1;
            items.add(item);
        }
        if (count > assumptions.maxRequests()) {
            throw Refusals.badRequest(
                    "The batch has " + count + " requests; the maximum is " + assumptions.maxRequests() + ".");
        }
        return items;
    }

    private String lines(byte[] body) {
        String text = Multipart.text(body);
        return assumptions.bareLineFeedRefused() ? text : text.replaceAll("(?<!\r)\n", "\r\n");
    }

    private Item item(ApiRequest outer, Multipart.Part part) {
        String type = part.headers().getOrDefault("Content-Type", "");
        if (!type.startsWith("multipart/mixed")) {
            return new Item.Single(request(outer, part));
        }
        List<ApiRequest> requests = new ArrayList<>();
        for (Multipart.Part inner : Multipart.parts("\r\n" + part.content(), Multipart.boundary(type))) {
            ApiRequest request = request(outer, inner);
            if (request.method().equals("GET")) {
                throw Refusals.badRequest("A change set can't hold GET requests.");
            }
            if (assumptions.contentIdRequired() && request.header("Content-ID") == null) {
                throw Refusals.badRequest("Content-ID header not present in a request of a change set.");
            }
            if (Definitions.owns(request.path())) {
                throw Refusals.notEmulated("definitions made in a change set");
            }
            requests.add(request);
        }
        return new Item.ChangeSet(requests);
    }

    private static ApiRequest request(ApiRequest outer, Multipart.Part part) {
        if (!part.headers().getOrDefault("Content-Type", "").startsWith("application/http")) {
            throw Refusals.badPayload("A part of the batch is neither application/http nor a change set.");
        }
        ApiRequest request = InnerRequest.read(outer, part);
        if (request.path().startsWith("$batch")) {
            throw Refusals.badRequest("A batch can't hold another batch.");
        }
        return request;
    }
}
