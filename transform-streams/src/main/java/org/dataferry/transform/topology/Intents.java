package org.dataferry.transform.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.LinkMapping;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.mapping.MatchKey;
import org.dataferry.transform.mapping.Merging;
import org.dataferry.transform.row.Memberships;
import org.dataferry.transform.row.MergeVotes;
import org.dataferry.transform.row.Vote;

/** Maps a source row whose image is known, and hands on what its rows and links are to be, and what it merges into. */
final class Intents {

    private final Map<SourceTable, List<EntityMapping>> mappings;
    private final Map<SourceTable, List<LinkMapping>> links;
    private final ProcessorContext<Object, Object> context;
    private final KeyValueStore<String, String> linksOfRows;
    private final Memberships memberships;
    private final RefusedSources refused;

    Intents(Mappings mappings, ProcessorContext<Object, Object> context) {
        this.mappings = mappings.byTable();
        this.links = mappings.links().stream().collect(Collectors.groupingBy(LinkMapping::table));
        this.context = context;
        this.linksOfRows = context.getStateStore(TransformStores.LINKS_OF_ROWS);
        this.memberships = new StoredMemberships(context.getStateStore(TransformStores.MEMBERSHIPS));
        this.refused = new RefusedSources(context.getStateStore(TransformStores.REFUSED_SOURCES));
    }

    void redelivered(ChangeId change, long timestamp) {
        forward(change.key().text(), new FanOut.Redelivered(change), timestamp, MigrationTopology.ANNOUNCE);
    }

    /** A change: each mapping that reads the table has its say. */
    void announce(ChangeId change, Optional<SourceRow> image, long timestamp) {
        Cause cause = new Cause.OfChange(change);
        Draft draft = new Draft(cause, change.table(), change.key(), image, false, timestamp);
        mappings.getOrDefault(change.table(), List.of()).forEach(draft::add);
        links.getOrDefault(change.table(), List.of()).forEach(draft::add);
        draft.handOn();
    }

    /** A change that another one of its transaction made void. */
    void announceVoid(ChangeId change, long timestamp) {
        Cause cause = new Cause.OfChange(change);
        Outcome superseded = new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED);
        List<Intent.Settled> settled = new ArrayList<>();
        for (EntityMapping mapping : mappings.getOrDefault(change.table(), List.of())) {
            RowId row = new RowId.OfSource(mapping.entity(), change.table(), change.key(), mapping.discriminator());
            settled.add(new Intent.Settled(new WriteId(cause, row, Part.ROW), superseded));
        }
        for (LinkMapping mapping : links.getOrDefault(change.table(), List.of())) {
            settled.add(new Intent.Settled(noLink(cause, mapping, change.key()), superseded));
        }
        Intent intent = new Intent(cause, change.key().text(), List.of(), settled, List.of());
        forward(change.key().text(), intent, timestamp, MigrationTopology.KEEP_ROWS);
    }

    /** What the row becomes in one entity or relationship is to be sent again. */
    void replay(
            Cause.OfReplay cause,
            SourceTable table,
            SourceKey key,
            String entity,
            Optional<SourceRow> image,
            long timestamp) {
        Draft draft = new Draft(cause, table, key, image, true, timestamp);
        mappings.getOrDefault(table, List.of()).stream()
                .filter(mapping -> mapping.entity().equals(entity))
                .forEach(draft::add);
        links.getOrDefault(table, List.of()).stream()
                .filter(mapping -> mapping.relationship().equals(entity))
                .forEach(draft::add);
        draft.handOn();
    }

    /** A write of a link mapping that names no link. */
    private static WriteId noLink(Cause cause, LinkMapping mapping, SourceKey key) {
        return new WriteId(cause, new RowId.OfSource(mapping.relationship(), mapping.table(), key), Part.LINK);
    }

    private void forward(String key, Object value, long timestamp, String child) {
        context.forward(new Record<>(key, value, timestamp), child);
    }

    /** One intent in the making. */
    private final class Draft implements MergeVotes.Outlet {
        private final Cause cause;
        private final SourceTable table;
        private final SourceKey key;
        private final Optional<SourceRow> image;
        private final boolean whole;
        private final long timestamp;
        private final List<Intent.Wish> wishes = new ArrayList<>();
        private final List<Intent.Settled> settled = new ArrayList<>();
        private final List<WriteId> votes = new ArrayList<>();

        Draft(Cause cause, SourceTable table, SourceKey key, Optional<SourceRow> image, boolean whole, long timestamp) {
            this.cause = cause;
            this.table = table;
            this.key = key;
            this.image = image;
            this.whole = whole;
            this.timestamp = timestamp;
        }

        void add(EntityMapping mapping) {
            RowId.OfSource row = new RowId.OfSource(mapping.entity(), table, key, mapping.discriminator());
            if (mapping.merging().isPresent()) {
                merge(row, mapping, mapping.merging().get());
                endRefusal(new WriteId(cause, row, Part.ROW));
            } else {
                wishes.add(new Intent.Wish(new WriteId(cause, row, Part.ROW), image.map(mapping::map), whole));
            }
        }

        private void merge(RowId.OfSource row, EntityMapping mapping, Merging merging) {
            MergeVotes mergeVotes = new MergeVotes(memberships, this);
            if (image.isEmpty()) {
                mergeVotes.withdraw(cause, row, mapping.deletePolicy(), Outcome.SkipReason.NO_CHANGE);
                return;
            }
            switch (mapping.map(image.get())) {
                case MappingResult.Mapped mapped -> {
                    switch (merging.match(image.get(), mapped)) {
                        case MatchKey.Of(SourceKey match) ->
                            merge(mergeVotes, row, merging, Optional.of(match), mapped);
                        case MatchKey.None ignored -> merge(mergeVotes, row, merging, Optional.empty(), mapped);
                        case MatchKey.Refused(var reason, String detail) ->
                            mergeVotes.refuse(cause, row, reason, detail);
                    }
                }
                case MappingResult.Filtered ignored ->
                    mergeVotes.withdraw(cause, row, mapping.deletePolicy(), Outcome.SkipReason.FILTERED);
                case MappingResult.Refused(var reason, String detail) -> mergeVotes.refuse(cause, row, reason, detail);
            }
        }

        private void merge(
                MergeVotes mergeVotes,
                RowId.OfSource row,
                Merging merging,
                Optional<SourceKey> match,
                MappingResult.Mapped mapped) {
            mergeVotes.merge(cause, row, merging.rule().into(row, match), mapped, whole);
        }

        void add(LinkMapping mapping) {
            LinkMapping.LinkResult result = image.map(mapping::link).orElseGet(LinkMapping.LinkResult.None::new);
            String slot = Fields.join(mapping.relationship(), TransformStores.sourceRowKey(table, key));
            String before = linksOfRows.get(slot);
            switch (result) {
                case LinkMapping.LinkResult.Refused(var reason, String detail) ->
                    settle(mapping, new Outcome.Rejected(reason, detail));
                case LinkMapping.LinkResult.None ignored -> {
                    if (before == null) {
                        settle(
                                mapping,
                                new Outcome.Skipped(
                                        image.isPresent()
                                                ? Outcome.SkipReason.FILTERED
                                                : Outcome.SkipReason.NO_CHANGE));
                    } else {
                        linksOfRows.delete(slot);
                        vote(RowId.parse(before), false);
                    }
                }
                case LinkMapping.LinkResult.Linked(RowId.Link link) -> {
                    if (before != null && !before.equals(link.text())) {
                        vote(RowId.parse(before), false);
                    }
                    linksOfRows.put(slot, link.text());
                    vote(link, true);
                }
            }
            endRefusal(noLink(cause, mapping, key));
        }

        private void endRefusal(WriteId own) {
            Optional<Outcome> told = settled.stream()
                    .filter(one -> one.write().equals(own))
                    .map(Intent.Settled::outcome)
                    .findFirst();
            refused.take(own.row(), told).ifPresent(goesOn -> settle(own, goesOn));
        }

        void handOn() {
            Intent intent = new Intent(cause, key.text(), wishes, settled, votes);
            forward(key.text(), intent, timestamp, MigrationTopology.KEEP_ROWS);
        }

        private void settle(LinkMapping mapping, Outcome outcome) {
            settled.add(new Intent.Settled(noLink(cause, mapping, key), outcome));
        }

        private void vote(RowId link, boolean present) {
            WriteId write = new WriteId(cause, link, Part.LINK);
            send(new Vote.ForLink(write, TransformStores.sourceRowKey(table, key), present, whole));
        }

        @Override
        public void vote(Vote.ForMerged vote) {
            send(vote);
        }

        @Override
        public void settle(WriteId write, Outcome outcome) {
            settled.add(new Intent.Settled(write, outcome));
        }

        @Override
        public void identify(RowId row, Identity identity) {
            forward(row.text(), identity, timestamp, MigrationTopology.IDENTIFY);
        }

        private void send(Vote vote) {
            votes.add(vote.write());
            forward(vote.write().row().text(), vote, timestamp, MigrationTopology.VOTE);
        }
    }
}
