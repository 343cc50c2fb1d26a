package studio.atelier.engine;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.PromptId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

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
        final String client;
        final Instant at;
        final long sentAt = System.nanoTime();
        boolean accepted;
        boolean started;
        boolean ended;
        OptionalLong missedAt = OptionalLong.empty();
        Optional<Instant> overdueSince = Optional.empty();
        EngineEvent.@Nullable Progressed told;

        Sent(PromptId prompt, GraphInspection graph, String client, Instant at) {
            this.prompt = prompt;
            this.graph = graph;
            this.client = client;
            this.meter = new ProgressMeter(graph);
            this.at = at;
        }

        synchronized boolean isMissedBefore(Instant limit) {
            return overdueSince.filter(limit::isAfter).isPresent();
        }
    }

    /// @param client the id of the connection that is to be told of it
    synchronized void add(PromptId prompt, GraphInspection graph, String client) {
        Instant now = clock.instant();
        prompts.values().removeIf(sent -> sent.at.plus(LIFETIME).isBefore(now));
        while (prompts.size() >= LIMIT) {
            prompts.remove(prompts.keySet().iterator().next());
        }
        prompts.put(prompt.value(), new Sent(prompt, graph, client, now));
    }

    /// The engine said that it took it, under the id that it was sent with.
    void accepted(PromptId prompt) {
        find(prompt.value())
                .ifPresent(
                        sent -> {
                            synchronized (sent) {
                                sent.accepted = true;
                            }
                        });
    }

    synchronized void remove(PromptId prompt) {
        prompts.remove(prompt.value());
    }

    synchronized Optional<Sent> find(@Nullable String prompt) {
        return prompt == null ? Optional.empty() : Optional.ofNullable(prompts.get(prompt));
    }

    /// Whether this connection is told of it.
    boolean isOf(PromptId prompt, String client) {
        return find(prompt.value()).filter(sent -> sent.client.equals(client)).isPresent();
    }

    /// Whether a message said that it ended: its history entry is still on the way.
    boolean isExpected(PromptId prompt) {
        Optional<Sent> sent = find(prompt.value());
        if (sent.isEmpty()) {
            return false;
        }
        synchronized (sent.get()) {
            return sent.get().ended && sent.get().overdueSince.isEmpty();
        }
    }

    /// Its end did not come when it should have; it is not waited for once more.
    void expectNoMore(PromptId prompt) {
        find(prompt.value())
                .ifPresent(
                        sent -> {
                            synchronized (sent) {
                                sent.overdueSince = Optional.of(clock.instant());
                            }
                        });
    }

    /// Those whose entries have been missed for so long.
    synchronized Set<String> overdue(Duration longest) {
        Instant limit = clock.instant().minus(longest);
        return prompts.values().stream()
                .filter(sent -> sent.isMissedBefore(limit))
                .map(sent -> sent.prompt.value())
                .collect(Collectors.toSet());
    }
}
