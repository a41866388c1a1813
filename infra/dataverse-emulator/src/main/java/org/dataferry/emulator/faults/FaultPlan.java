package org.dataferry.emulator.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.limits.TimeScale;
import org.jspecify.annotations.Nullable;

/** The rules in force. The first one that strikes a request decides. Thread-safe. */
public final class FaultPlan {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final TimeScale time;
    private final long seed;
    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
    private final LongAdder strikes = new LongAdder();
    private long lastId;

    /** @param time of the spans of rules; @param seed of their shares */
    public FaultPlan(TimeScale time, long seed) {
        this.time = time;
        this.seed = seed;
    }

    /** Adds the rules of a JSON list. @throws EmulatorException naming the rule that is wrong; then none is added */
    public synchronized void add(byte[] json) {
        List<FaultRule> added = new ArrayList<>();
        try {
            for (RuleText text : JSON.readValue(json, RuleText[].class)) {
                added.add(new FaultRule(lastId + added.size() + 1, text, added.size(), time, seed));
            }
        } catch (UnrecognizedPropertyException e) {
            throw new EmulatorException(
                    "Fault " + e.getPath().getFirst().getIndex() + ": '" + e.getPropertyName() + "' is not one of "
                            + e.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .sorted()
                                    .toList(),
                    e);
        } catch (JsonProcessingException e) {
            throw new EmulatorException("The faults must be a JSON list of rules: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new EmulatorException("The faults must be a JSON list of rules: " + e.getMessage(), e);
        }
        lastId += added.size();
        rules.addAll(added);
    }

    public void clear() {
        rules.clear();
    }

    /** Returns false if there is no such rule. */
    public boolean remove(long id) {
        return rules.removeIf(rule -> rule.id() == id);
    }

    public long strikes() {
        return strikes.sum();
    }

    /** Each rule as it was written, with its id, how many requests it matched and struck, and whether it is over. */
    public ArrayNode json() {
        ArrayNode list = JSON.createArrayNode();
        for (FaultRule rule : rules) {
            ObjectNode json = list.addObject();
            json.put("id", rule.id());
            json.put("matched", rule.matched());
            json.put("struck", rule.struck());
            json.put("over", rule.over(time.nanos()));
            json.set("rule", withoutNulls(JSON.valueToTree(rule.text())));
        }
        return list;
    }

    private static ObjectNode withoutNulls(ObjectNode json) {
        json.properties().removeIf(member -> member.getValue().isNull());
        if (json.get("where") instanceof ObjectNode where) {
            withoutNulls(where);
        }
        return json;
    }

    /** Whether there are no rules, so that nothing needs to be known of a request. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** @param parts whether only effects are wanted that strike the parts of a batch, or only others */
    public @Nullable Effect strike(Candidate candidate, boolean parts) {
        long now = time.nanos();
        for (FaultRule rule : rules) {
            Effect effect = rule.effect().strikesParts() == parts ? rule.strike(candidate, now) : null;
            if (effect != null) {
                strikes.increment();
                return effect;
            }
        }
        return null;
    }
}
