package studio.atelier.engine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A ComfyUI server, spoken to in its own protocol (0.3.64 and later). This class only composes: each verb has
/// a class of its own. Safe to share between threads.
public final class ComfyEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(ComfyEngine.class);
    private static final Duration NO_LIMIT = Duration.ofDays(1);

    private final String name;
    private final boolean demo;
    private final ComfyHttp http;
    private final ComfyTrouble trouble;
    private final SentPrompts sent;
    private final ComfyDescription description;
    private final ComfySubmission submission;
    private final ComfyJobs jobs;
    private final ComfyOutputs outputs;
    private final EngineListeners listeners;
    private final String idWithoutSocket = UUID.randomUUID().toString();

    private volatile @Nullable ComfySocket socket;
    private boolean closed;

    /// @param demo true when the server behind `address` is the built-in one
    public ComfyEngine(String name, ComfyAddress address, boolean demo, InstantSource clock) {
        this(name, address, demo, clock, NO_LIMIT);
    }

    /// @param demo true when the server behind `address` is the built-in one
    /// @param longest no call takes more than this, or than its own limit; drills shorten it
    public ComfyEngine(
            String name,
            ComfyAddress address,
            boolean demo,
            InstantSource clock,
            Duration longest) {
        this.name = name;
        this.listeners = new EngineListeners(name);
        this.demo = demo;
        this.trouble = new ComfyTrouble(name, address);
        this.http = new ComfyHttp(address, trouble, longest);
        this.sent = new SentPrompts(clock);
        this.description = new ComfyDescription(http, trouble, clock);
        this.submission =
                new ComfySubmission(
                        http, trouble, new ComfyUploads(http, trouble), sent, this::clientId);
        this.jobs =
                new ComfyJobs(
                        http,
                        trouble,
                        sent,
                        new ComfyAbsence(sent, this::hearing, System::nanoTime));
        this.outputs = new ComfyOutputs(http, trouble);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isDemo() {
        return demo;
    }

    @Override
    public EngineDescription describe(Set<String> nodeTypes) {
        return description.ask(nodeTypes);
    }

    @Override
    public PromptId submit(Submission toSend, Runnable lastLook) {
        ComfySubmission.Accepted accepted = submission.send(toSend, lastLook);
        if (accepted.leftOut().isEmpty()) {
            return accepted.prompt();
        }
        // a part of the graph is invalid and would be left out: all or nothing
        try {
            jobs.cancel(accepted.prompt());
        } catch (StudioException e) {
            LOG.warn("a partly valid prompt could not be cancelled at {}", name, e);
        }
        throw new StudioException(accepted.leftOut().get());
    }

    @Override
    public synchronized Subscription watch(EngineListener listener) {
        EventDelivery delivery = listeners.add(listener);
        if (!closed && socket == null) {
            var opened = new ComfySocket(http, trouble, sent, listeners::deliver);
            socket = opened;
            opened.start();
        }
        return () -> unwatch(delivery);
    }

    @Override
    public boolean hears(PromptId prompt) {
        ComfySocket open = socket;
        return open != null && sent.isOf(prompt, open.clientId());
    }

    @Override
    public EngineJobState lookUp(PromptId prompt) {
        return jobs.lookUp(prompt);
    }

    @Override
    public boolean cancel(PromptId prompt) {
        return jobs.cancel(prompt);
    }

    @Override
    public void abandon(PromptId prompt) {
        sent.expectNoMore(prompt);
    }

    @Override
    public void fetch(OutputFile output, Path target, long maximumBytes) throws IOException {
        outputs.fetch(output, target, maximumBytes);
    }

    @Override
    public synchronized void close() {
        closed = true;
        closeSocket();
        listeners.close();
        jobs.close();
        http.close();
    }

    private synchronized void unwatch(EventDelivery delivery) {
        listeners.remove(delivery);
        if (listeners.isEmpty()) {
            closeSocket();
        }
    }

    private void closeSocket() {
        ComfySocket open = socket;
        if (open != null) {
            open.close();
            socket = null;
        }
    }

    private Optional<ComfySocket.Hearing> hearing() {
        ComfySocket open = socket;
        return open == null ? Optional.empty() : open.hearing();
    }

    private String clientId() {
        ComfySocket open = socket;
        return open == null ? idWithoutSocket : open.clientId();
    }
}
