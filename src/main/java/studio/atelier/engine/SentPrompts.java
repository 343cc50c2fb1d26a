package studio.atelier.engine;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.PromptId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The prompts that this client submitted: messages about any other are somebody else's. Bounded in number and
/// in age. Safe to share between threads; a `Sent` is guarded by itself.
final class SentPrompts {
    private static final int LIMIT = 5_000;
    private static final Duration LIFETIME = Duration.ofDays(2);

    private final InstantSource clock;
    private final Map<String, Sent> prompts = new LinkedHashMap<>();

    SentPrompts(InstantSource clock) {
        this.clock = clock;
    }

    /// What is known of one prompt from messages.
    static final class Sent {
        final PromptId prompt;
        final GraphInspection graph;
        final ProgressMeter meter;
        final Instant at;
        boolean started;
        boolean ended;
        EngineEvent.@Nullable Progressed told;

        Sent(PromptId prompt, GraphInspection graph, Instant at) {
            this.prompt = prompt;
            this.graph = graph;
            this.meter = new ProgressMeter(graph);
            this.at = at;
        }
    }

    synchronized void add(PromptId prompt, GraphInspection graph) {
        Instant now = clock.instant();
        prompts.values().removeIf(sent -> sent.at.plus(LIFETIME).isBefore(now));
        while (prompts.size() >= LIMIT) {
            prompts.remove(prompts.keySet().iterator().next());
        }
        prompts.put(prompt.value(), new Sent(prompt, graph, now));
    }

    synchronized void remove(PromptId prompt) {
        prompts.remove(prompt.value());
    }

    synchronized Optional<Sent> find(@Nullable String prompt) {
        return prompt == null ? Optional.empty() : Optional.ofNullable(prompts.get(prompt));
    }

    /// Whether a message said that it ended; its history entry may still be on the way.
    boolean hasEnded(PromptId prompt) {
        Optional<Sent> sent = find(prompt.value());
        if (sent.isEmpty()) {
            return false;
        }
        synchronized (sent.get()) {
            return sent.get().ended;
        }
    }
}
