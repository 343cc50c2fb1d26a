package studio.atelier.queue;

import studio.atelier.engine.Engine;
import studio.atelier.engine.EngineDescription;
import studio.atelier.engine.EngineEvent;
import studio.atelier.engine.EngineJobState;
import studio.atelier.engine.OutputFile;
import studio.atelier.engine.Submission;
import studio.atelier.engine.SubmissionUnclear;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.imageio.ImageIO;

/// An engine that does what a test tells it. It finishes each prompt at once, unless it holds them.
final class FakeEngine implements Engine {
    private final String name;
    private final Map<PromptId, EngineJobState> states = new LinkedHashMap<>();
    private final List<PromptId> forgotten = new ArrayList<>();
    private final List<String> graphs = new ArrayList<>();
    private final Deque<SubmitStep> nextSubmits = new ArrayDeque<>();
    private final Deque<EngineJobState> nextEnds = new ArrayDeque<>();
    private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<PromptId> cancelled = new HashSet<>();
    private List<String> loras = List.of("milan.safetensors");
    private boolean holding;
    private boolean deafToCancel;
    private boolean heard = true;
    private boolean unreachable;
    private boolean finishingAtCancel;
    private boolean leavingAtCancel;
    private int pictures = 1;
    private int fetches;
    private boolean taciturn;
    private int spoiled;
    private volatile byte[] sends = {};
    private int damaged;
    private Kind spoil = Kind.OUTPUT_UNREADABLE;
    private String missing = "none";

    FakeEngine(String name) {
        this.name = name;
    }

    /// What happens at a submission instead of acceptance.
    interface SubmitStep {
        PromptId submit(Submission submission);
    }

    synchronized void hold() {
        holding = true;
    }

    synchronized void releaseAll() {
        holding = false;
        List.copyOf(states.keySet()).forEach(this::finish);
    }

    /// Goes on running whatever it is asked to cancel.
    synchronized void beDeafToCancel() {
        deafToCancel = true;
    }

    /// Its messages go elsewhere from now on.
    synchronized void beUnheard() {
        heard = false;
    }

    /// Has just finished whatever it is asked to cancel.
    synchronized void finishAtCancel() {
        finishingAtCancel = true;
    }

    /// Goes out of reach when it is asked to cancel something.
    synchronized void goAwayAtCancel() {
        leavingAtCancel = true;
    }

    synchronized void setUnreachable(boolean gone) {
        unreachable = gone;
    }

    synchronized boolean isUnreachable() {
        return unreachable;
    }

    synchronized void setLoras(String... names) {
        loras = List.of(names);
    }

    /// From now on every picture is these bytes.
    void send(byte[] picture) {
        sends = picture;
    }

    synchronized void setPictures(int count) {
        pictures = count;
    }

    /// Outputs whose name ends so are told of, and cannot be had.
    synchronized void setMissing(String ending) {
        missing = ending;
    }

    synchronized void onNextSubmit(SubmitStep step) {
        nextSubmits.add(step);
    }

    synchronized void endNextWith(EngineJobState state) {
        nextEnds.add(state);
    }

    /// Everything that it ever took, in order.
    synchronized List<PromptId> accepted() {
        List<PromptId> all = new ArrayList<>(forgotten);
        all.addAll(states.keySet());
        return all;
    }

    synchronized List<String> graphs() {
        return List.copyOf(graphs);
    }

    synchronized Set<PromptId> cancelledPrompts() {
        return Set.copyOf(cancelled);
    }

    /// How often a picture was asked for.
    /// Fails when it is asked for the classes of a workflow.
    synchronized void setTaciturn(boolean now) {
        taciturn = now;
    }

    /// The next fetches end like this.
    synchronized void spoilFetches(int times, Kind kind) {
        spoiled = times;
        spoil = kind;
    }

    /// The next pictures arrive with a bit flipped among their pixels.
    synchronized void damageFetches(int times) {
        damaged = times;
    }

    synchronized int fetches() {
        return fetches;
    }

    /// Restarts without its queue and its history.
    synchronized void forget() {
        forgotten.addAll(states.keySet());
        states.clear();
    }

    SubmissionUnclear unclear() {
        return new SubmissionUnclear(gone(), new IOException("reset"));
    }

    /// Takes a prompt as it does without a script.
    synchronized PromptId accept(Submission submission) {
        states.put(submission.prompt(), new EngineJobState.Running());
        graphs.add(submission.graph());
        if (!holding) {
            finish(submission.prompt());
        }
        return submission.prompt();
    }

    synchronized void finish(PromptId prompt) {
        if (states.get(prompt) instanceof EngineJobState.Running) {
            List<OutputFile> outputs = new ArrayList<>();
            for (int i = 0; i < pictures; i++) {
                outputs.add(new OutputFile("9", prompt + "_" + i + ".png", "", "output"));
            }
            end(
                    prompt,
                    nextEnds.isEmpty() ? new EngineJobState.Finished(outputs) : nextEnds.poll());
        }
    }

    private void end(PromptId prompt, EngineJobState state) {
        states.put(prompt, state);
        tell(new EngineEvent.Progressed(prompt, 1, "9"));
        tell(new EngineEvent.Ended(prompt));
    }

    void tell(EngineEvent event) {
        listeners.forEach(listener -> listener.onEvent(event));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isDemo() {
        return false;
    }

    @Override
    public synchronized EngineDescription describe(Set<String> nodeTypes) {
        requireReachable();
        if (taciturn && !nodeTypes.isEmpty()) {
            throw new StudioException(Problem.of(Kind.ENGINE_FAULTY, name, "test"));
        }
        return new EngineDescription("0.33.0", "cpu", 0, 0, loras, nodeTypes, Map.of());
    }

    @Override
    public synchronized PromptId submit(Submission submission, Runnable lastLook) {
        requireReachable();
        lastLook.run();
        SubmitStep step = nextSubmits.poll();
        return step == null ? accept(submission) : step.submit(submission);
    }

    @Override
    public Subscription watch(EngineListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public synchronized boolean hears(PromptId prompt) {
        return heard;
    }

    @Override
    public synchronized EngineJobState lookUp(PromptId prompt) {
        requireReachable();
        return states.getOrDefault(prompt, new EngineJobState.Unknown());
    }

    @Override
    public synchronized boolean cancel(PromptId prompt) {
        if (leavingAtCancel) {
            leavingAtCancel = false;
            unreachable = true;
        }
        requireReachable();
        if (finishingAtCancel) {
            finish(prompt);
        }
        if (!(states.get(prompt) instanceof EngineJobState.Running)) {
            return false;
        }
        cancelled.add(prompt);
        if (!deafToCancel) {
            end(prompt, new EngineJobState.Interrupted());
        }
        return true;
    }

    @Override
    public void fetch(OutputFile output, Path target, long maximumBytes) throws IOException {
        requireReachable();
        fetched(output.filename());
        requireThere(output);
        if (sends.length > 0) {
            Files.write(target, sends);
            return;
        }
        var picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(1, 1, output.filename().hashCode());
        if (!ImageIO.write(picture, "png", target.toFile())) {
            throw new IOException("no PNG writer");
        }
        if (isDamaged()) {
            byte[] bytes = Files.readAllBytes(target);
            bytes[bytes.length / 2] ^= 1;
            Files.write(target, bytes);
        }
    }

    private synchronized boolean isDamaged() {
        return damaged-- > 0;
    }

    @Override
    public void close() {
        listeners.clear();
    }

    private synchronized void fetched(String file) {
        fetches++;
        if (spoiled-- > 0) {
            throw new StudioException(Problem.of(spoil, file, "test"));
        }
    }

    private synchronized void requireReachable() {
        if (unreachable) {
            throw new StudioException(gone());
        }
    }

    private synchronized void requireThere(OutputFile output) {
        if (output.filename().endsWith(missing)) {
            throw new StudioException(Problem.of(Kind.OUTPUT_MISSING, output.filename(), name));
        }
    }

    private Problem gone() {
        return Problem.of(Kind.ENGINE_UNREACHABLE, name, "http://127.0.0.1:1");
    }

    /// A small PNG for references.
    static void writePicture(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ImageIO.write(
                    new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
