package org.dataferry.control.dashboard.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dataferry.control.dashboard.access.Role;
import org.dataferry.control.dashboard.http.Answer;
import org.dataferry.control.dashboard.http.Problem;
import org.dataferry.control.dashboard.http.Request;
import org.dataferry.control.dashboard.http.Route;
import org.dataferry.control.projection.LedgerAwayException;
import org.dataferry.control.story.Records;
import org.dataferry.control.story.RowsWanted;
import org.dataferry.control.story.RowsWanted.Standing;
import org.dataferry.control.story.Sight;
import org.dataferry.transform.mapping.PersonalData;

/** Single rows, out of the ledger: found, listed, and told from the source to the target. */
public final class RecordApi {

    /** Longer than any key that somebody types or copies. */
    private static final int LONGEST_TEXT = 10_000;

    private final Records records;
    private final PersonalData personal;
    private final Set<String> entities;
    private final PersonalViews views = new PersonalViews();

    /** @param entities and relationships that there are */
    public RecordApi(Records records, PersonalData personal, Set<String> entities) {
        this.records = records;
        this.personal = personal;
        this.entities = Set.copyOf(entities);
    }

    public List<Route> routes() {
        return List.of(
                Route.atLeast(Role.VIEWER, "GET", "/api/records", this::search),
                Route.atLeast(Role.VIEWER, "GET", "/api/records/{record}", this::story),
                Route.atLeast(Role.VIEWER, "GET", "/api/entities/{entity}/rows", this::rows));
    }

    private interface Question {
        ObjectNode ask(Sight sight);
    }

    private Answer search(Request request) {
        String text = text(request, "q")
                .orElseThrow(() -> Problem.badRequest(
                        "q is missing: a key at the source, a GUID, a row id, or with entity and column a value"));
        Optional<String> entity = text(request, "entity");
        entity.ifPresent(this::requireKnown);
        Optional<String> column = text(request, "column");
        if (column.isEmpty()) {
            return answer(request, "a search", sight -> records.search(text, entity, sight));
        }
        String of = entity.orElseThrow(
                () -> Problem.badRequest("column needs entity: the values of one are looked through"));
        return answer(request, "a search", sight -> records.searchValue(of, column.get(), text, sight));
    }

    private Answer story(Request request) {
        UUID record = id("record", String.valueOf(request.parts().get("record")));
        return answer(
                request,
                "the story",
                sight -> records.story(record, sight)
                        .orElseThrow(() -> Problem.notFound("the ledger knows no such row")));
    }

    private Answer rows(Request request) {
        String entity = String.valueOf(request.parts().get("entity"));
        requireKnown(entity);
        Standing standing = text(request, "standing")
                .flatMap(Standing::of)
                .orElseThrow(() -> Problem.badRequest("standing is one of "
                        + Arrays.stream(Standing.values()).map(Standing::word).collect(Collectors.joining(", "))));
        RowsWanted wanted = new RowsWanted(
                entity, standing, text(request, "reason"), id(request, "waitsFor"), id(request, "after"));
        return answer(request, "rows of " + entity, sight -> records.rows(wanted, sight));
    }

    private Answer answer(Request request, String what, Question question) {
        Sight sight = new Sight(personal, request.seesPersonal());
        try {
            ObjectNode document = question.ask(sight);
            if (sight.hasShown()) {
                views.add(request.user(), what, document, sight.shownRows());
            }
            return Answer.json(200, document);
        } catch (LedgerAwayException away) {
            throw new Problem(503, "ledger-away", String.valueOf(away.getMessage()));
        } catch (Records.HiddenException hidden) {
            throw new Problem(403, "personal", String.valueOf(hidden.getMessage()));
        }
    }

    private void requireKnown(String entity) {
        if (!entities.contains(entity)) {
            throw Problem.notFound("no mapping makes such an entity; there are "
                    + entities.stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    private static Optional<String> text(Request request, String name) {
        Optional<String> text = Optional.ofNullable(request.query().get(name)).filter(given -> !given.isBlank());
        if (text.isPresent() && text.get().length() > LONGEST_TEXT) {
            throw Problem.badRequest(name + " has more than " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    private static Optional<UUID> id(Request request, String name) {
        return text(request, name).map(text -> id(name, text));
    }

    private static UUID id(String name, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            throw Problem.badRequest(
                    name + " is a record as the answers give it, such as 6fa1c1d0-9c5e-11ee-8c90-0242ac120002");
        }
    }
}
