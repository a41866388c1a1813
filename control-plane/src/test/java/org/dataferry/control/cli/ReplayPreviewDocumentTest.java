package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.dataferry.control.preview.Effort;
import org.dataferry.control.preview.ReplayPreview;
import org.dataferry.control.preview.Sample;
import org.dataferry.control.replay.ReplayRow;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.control.segment.Segment;
import org.dataferry.control.segment.SegmentJson;
import org.dataferry.control.segment.Selection;
import org.dataferry.control.segment.Span;
import org.dataferry.control.segment.WriteCriteria;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

class ReplayPreviewDocumentTest {

    private static final Segment REJECTED =
            new Segment(Set.of(), Set.of(), Set.of(), Span.ALWAYS, WriteCriteria.ofRejected(), false, false);
    private static final List<ReplayStep> STEPS = IntStream.range(0, 25)
            .mapToObj(number -> new ReplayStep(
                    "salesorder",
                    new ReplayRow(
                            new SourceTable("erp", "public", "orders"),
                            SourceKey.of(new Value.Whole(10_000 + number)))))
            .toList();
    private static final Selection.LeftOut LEFT_OUT =
            new Selection.LeftOut(7, 4, Map.of(RejectionReason.PERMISSION_MISSING, 2));
    private static final Selection SELECTION =
            new Selection(STEPS, 25, 3, LEFT_OUT, Map.of("orderline", 11), Map.of(RejectionReason.VALUE_TOO_LONG, 25));
    private static final Effort EFFORT =
            new Effort(1, 25, Optional.of(new Effort.Range(Duration.ofSeconds(2), Duration.ofSeconds(9))));

    @Test
    void followsItsSchemaAndSaysWhatWouldBeSentAndWhatNot() {
        ReplayPreviewDocument document = new ReplayPreviewDocument(new ReplayPreview(
                TableNames.of("erp"),
                REJECTED,
                SELECTION,
                EFFORT,
                new Sample.Mapped(List.of(
                        row(new Sample.Result.Written(
                                List.of(new Sample.Column(
                                        "name",
                                        Optional.of(new TextNode("long")),
                                        BigIntegerNode.valueOf(BigInteger.TEN))),
                                false)),
                        row(new Sample.Result.Written(List.of(), true)),
                        row(new Sample.Result.Linked()),
                        row(new Sample.Result.LeftOut()),
                        row(new Sample.Result.Refused(RejectionReason.ORPHAN, "nobody")),
                        row(new Sample.Result.Gone()),
                        row(new Sample.Result.Unreadable())))));

        Published.assertFollows("replay-preview", document.json());
        Published.assertFollows("segment", document.json().path("segment"));
        assertThat(document.json().path("rows")).hasSize(20);
        assertThat(document.text().lines().map(String::strip))
                .contains(
                        "25 source rows would be sent again, by --outcome rejected",
                        "3 of them the source has changed since: the newest image is sent",
                        "7 others are left out, as a newer write has taken its place since",
                        "4 others are left out, as somebody waived them; --waived sends them too",
                        "2 others are left out, as they are refused for PERMISSION_MISSING since",
                        "11 orderline rows wait for these; --dependants sends them too",
                        "1 to 25 requests, in 2 to 9 seconds at the pace of the last day of writes",
                        "salesorder of public.orders 10000: name \"long\" to 10",
                        "salesorder of public.orders 10000: refused again, ORPHAN: nobody",
                        "salesorder of public.orders 10000: gone from the source; its delete is sent again");
    }

    @Test
    void saysWhatNobodyKnows() {
        ReplayPreviewDocument document = new ReplayPreviewDocument(new ReplayPreview(
                TableNames.of("erp"),
                REJECTED,
                SELECTION,
                new Effort(1, 25, Optional.empty()),
                new Sample.Unknown("the source is away")));

        Published.assertFollows("replay-preview", document.json());
        assertThat(document.text())
                .contains(
                        "in a time that nobody knows",
                        "What the mappings make of them cannot be said: the source is away");
    }

    @Test
    void aSavedSegmentFollowsItsSchema() {
        Published.assertFollows("segment", SegmentJson.write(Segment.of("account")));
    }

    private static Sample.Row row(Sample.Result result) {
        ReplayStep step = STEPS.getFirst();
        return new Sample.Row(
                step,
                new RowId.OfSource(step.entity(), step.row().table(), step.row().key()),
                result);
    }
}
