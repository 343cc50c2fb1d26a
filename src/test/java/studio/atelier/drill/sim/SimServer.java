package studio.atelier.drill.sim;

import org.jspecify.annotations.Nullable;

import studio.atelier.drill.sim.FaultPlan.Ending;
import studio.atelier.drill.sim.FaultPlan.JobPlan;
import studio.atelier.drill.sim.FaultPlan.Sending;
import studio.atelier.drill.sim.FaultPlan.Serving;
import studio.atelier.engine.EngineEvent;
import studio.atelier.engine.EngineJobState;
import studio.atelier.engine.OutputFile;
import studio.atelier.engine.Submission;
import studio.atelier.engine.SubmissionUnclear;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The simulated engine that all desktops share: a queue, a history, a folder of outputs, and one prompt at a
/// time that runs. It does to each job what the plan says, and writes down what it really did. Safe to share
/// between threads.
final class SimServer implements AutoCloseable {
    private static final Pattern SEED = Pattern.compile("\"seed\":(\\d+)");
    private static final Pattern OUTPUT = Pattern.compile("job(\\d+)_(\\d+)\\.png");

    private final FaultPlan plan;
    private final Ledger ledger;
    private final VirtualTime time;
    private final Map<Long, Integer> jobsBySeed;
    private final Map<PromptId, Prompt> prompts = new LinkedHashMap<>();
    private final Map<PromptId, Submission> onTheirWay = new HashMap<>();
    private final Map<Integer, Deque<Sending>> sendings = new HashMap<>();
    private final Map<Integer, Deque<Ending>> endings = new HashMap<>();
    private final Map<String, Deque<Serving>> servings = new HashMap<>();
    private final List<SimEngine> clients = new CopyOnWriteArrayList<>();
    private boolean busy;
    private boolean down;
    private boolean closed;

    /// @param jobsBySeed the number of each job by the seed in its graph
    SimServer(FaultPlan plan, Ledger ledger, VirtualTime time, Map<Long, Integer> jobsBySeed) {
        this.plan = plan;
        this.ledger = ledger;
        this.time = time;
        this.jobsBySeed = Map.copyOf(jobsBySeed);
        for (int job = 0; job < plan.jobs().size(); job++) {
            sendings.put(job, new ArrayDeque<>(plan.jobs().get(job).sendings()));
            endings.put(job, new ArrayDeque<>(plan.jobs().get(job).endings()));
        }
        Thread.ofVirtual().start(this::work);
    }

    private static final class Prompt {
        final PromptId id;
        final int job;
        EngineJobState state = new EngineJobState.Waiting(0);
        int looksLeft;

        Prompt(PromptId id, int job) {
            this.id = id;
            this.job = job;
        }
    }

    void attach(SimEngine client) {
        clients.add(client);
    }

    void detach(SimEngine client) {
        clients.remove(client);
    }

    synchronized void setDown(boolean gone) {
        down = gone;
    }

    /// Queue and history are gone; what lies in the folder stays.
    synchronized void restart() {
        for (Prompt prompt : prompts.values()) {
            if (!(prompt.state instanceof EngineJobState.Waiting)) {
                ledger.excuse(prompt.job, "the engine restarted");
            }
        }
        prompts.clear();
        notifyAll();
    }

    synchronized void requireUp() {
        if (down) {
            throw new StudioException(unreachable());
        }
    }

    /// @param stood whether the desktop stood still between its commit and this call
    synchronized PromptId submit(Submission submission, boolean stood) {
        busy = true;
        notifyAll();
        requireUp();
        int job = jobOf(submission.graph());
        if (stood) {
            ledger.excuse(job, "sent by a desktop that had been frozen");
        }
        Sending sending = of(sendings, job).isEmpty() ? Sending.ACCEPTED : of(sendings, job).poll();
        if (sending != Sending.ACCEPTED) {
            ledger.injected("submission " + sending);
        }
        switch (sending) {
            case ACCEPTED -> accept(submission.prompt(), job);
            case REFUSED -> {
                for (int other = 0; other < plan.jobs().size(); other++) {
                    // such a reason holds for the whole batch
                    ledger.mayFail(other, Kind.PROMPT_REJECTED.code());
                }
                throw new StudioException(Problem.of(Kind.PROMPT_REJECTED, "drill"));
            }
            case FAILED_BEFORE -> throw new StudioException(unreachable());
            case ANSWER_LOST -> {
                accept(submission.prompt(), job);
                throw unclear();
            }
            case NEVER_ARRIVED -> throw unclear();
            case ARRIVES_LATE -> {
                onTheirWay.put(submission.prompt(), submission);
                throw unclear();
            }
        }
        return submission.prompt();
    }

    synchronized EngineJobState lookUp(PromptId id) {
        requireUp();
        Submission late = onTheirWay.remove(id);
        Prompt prompt = prompts.get(id);
        if (late != null) {
            // Arrives after this question.
            accept(id, jobOf(late.graph()));
            return new EngineJobState.Unknown();
        }
        if (prompt == null) {
            return new EngineJobState.Unknown();
        }
        boolean ended =
                !(prompt.state instanceof EngineJobState.Waiting
                        || prompt.state instanceof EngineJobState.Running);
        if (ended && prompt.looksLeft > 0) {
            prompt.looksLeft--;
            ledger.injected("history late");
            return new EngineJobState.Unknown();
        }
        return prompt.state;
    }

    synchronized boolean cancel(PromptId id) {
        requireUp();
        Prompt prompt = prompts.get(id);
        if (prompt == null) {
            return false;
        }
        if (prompt.state instanceof EngineJobState.Waiting) {
            prompts.remove(id);
            return true;
        }
        boolean hangs = ending(prompt.job) == Ending.HANGS;
        boolean deaf = plan.jobs().get(prompt.job).deafToCancel() && !hangs;
        if (prompt.state instanceof EngineJobState.Running && !deaf) {
            if (hangs) {
                of(endings, prompt.job).poll();
                ledger.excuse(prompt.job, "it hung");
                // Whoever stopped it may lose its lease before it has written down why.
                ledger.mayFail(prompt.job, Kind.INTERRUPTED.code());
            }
            prompt.state = new EngineJobState.Interrupted();
            notifyAll();
            return true;
        }
        return false;
    }

    byte[] fetch(OutputFile output) throws IOException {
        requireUp();
        Matcher name = OUTPUT.matcher(output.filename());
        if (!name.matches()) {
            throw new IOException("no such output: " + output.filename());
        }
        int job = Integer.parseInt(name.group(1));
        byte[] png = SimPictures.png(job, Integer.parseInt(name.group(2)));
        Serving serving = nextServing(job, output.filename());
        if (serving == null) {
            return png;
        }
        ledger.injected("download " + serving);
        return switch (serving) {
            case TRUNCATED -> SimPictures.truncated(png);
            case CORRUPT -> SimPictures.corrupt(png);
            case WEB_PAGE ->
                    "<html>Sign in</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            case EMPTY -> throw new StudioException(unreadable(output));
            case CUT_OFF -> throw new StudioException(unreachable());
            case GONE -> {
                ledger.mayFail(job, Kind.OUTPUT_MISSING.code());
                throw new StudioException(
                        Problem.of(Kind.OUTPUT_MISSING, output.filename(), SimEngine.NAME));
            }
        };
    }

    /// Whether the first job has arrived.
    synchronized boolean hasWork() {
        return busy;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    static Problem unreachable() {
        return Problem.of(Kind.ENGINE_UNREACHABLE, SimEngine.NAME, "http://127.0.0.1:1");
    }

    private static Problem unreadable(OutputFile output) {
        return Problem.of(Kind.OUTPUT_UNREADABLE, output.filename(), "drill");
    }

    private static SubmissionUnclear unclear() {
        return new SubmissionUnclear(unreachable(), new IOException("reset"));
    }

    private int jobOf(String graph) {
        Matcher seed = SEED.matcher(graph);
        if (!seed.find()) {
            throw new AssertionError("a graph without its seed: " + graph);
        }
        Integer job = jobsBySeed.get(Long.valueOf(seed.group(1)));
        if (job == null) {
            throw new AssertionError("a graph of no job: " + graph);
        }
        return job;
    }

    private void accept(PromptId id, int job) {
        ledger.note("job " + job + " arrives as " + id);
        prompts.put(id, new Prompt(id, job));
        notifyAll();
    }

    private synchronized @Nullable Serving nextServing(int job, String file) {
        List<Serving> planned = plan.jobs().get(job).servings();
        Deque<Serving> left = servings.computeIfAbsent(file, _ -> new ArrayDeque<>(planned));
        if (planned.stream().filter(serving -> serving != Serving.CUT_OFF).count() >= 5) {
            ledger.mayFail(job, Kind.OUTPUT_UNREADABLE.code());
        }
        return left.poll();
    }

    private @Nullable Ending ending(int job) {
        return of(endings, job).peek();
    }

    private void work() {
        try {
            for (Prompt next = take(); next != null; next = take()) {
                run(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Prompt take() throws InterruptedException {
        while (!closed) {
            for (Prompt prompt : prompts.values()) {
                if (prompt.state instanceof EngineJobState.Waiting) {
                    prompt.state = new EngineJobState.Running();
                    ledger.ran(prompt.job);
                    return prompt;
                }
            }
            wait();
        }
        return null;
    }

    private void run(Prompt prompt) throws InterruptedException {
        JobPlan job = plan.jobs().get(prompt.job);
        tell(new EngineEvent.Started(prompt.id));
        tell(new EngineEvent.Progressed(prompt.id, 0.5, "9"));
        awaitEnd(prompt, job.runMillis());
        synchronized (this) {
            if (prompt.state instanceof EngineJobState.Running) {
                Ending ending = of(endings, prompt.job).poll();
                prompt.looksLeft = job.lateLooks();
                prompt.state = end(prompt, ending == null ? Ending.WELL : ending);
            }
        }
        tell(new EngineEvent.Progressed(prompt.id, 1, "9"));
        tell(new EngineEvent.Ended(prompt.id));
    }

    /// Until its time is over, it is stopped, or the engine forgot it. One that hangs has no time.
    private synchronized void awaitEnd(Prompt prompt, int millis) throws InterruptedException {
        boolean hangs = ending(prompt.job) == Ending.HANGS;
        if (hangs) {
            ledger.injected("run HANGS");
        }
        long end = time.nanos() + millis * 1_000_000L;
        time.after(millis, this::lookAgain);
        while (!closed
                && prompts.get(prompt.id) == prompt
                && prompt.state instanceof EngineJobState.Running
                && (hangs || time.nanos() < end)) {
            wait();
        }
    }

    private synchronized void lookAgain() {
        notifyAll();
    }

    private EngineJobState end(Prompt prompt, Ending ending) {
        int job = prompt.job;
        if (ending != Ending.WELL) {
            ledger.injected("run " + ending);
        }
        return switch (ending) {
            case WELL, HANGS -> new EngineJobState.Finished(outputs(job));
            case NO_PICTURE -> {
                ledger.mayFail(job, Kind.NO_PICTURE.code());
                yield new EngineJobState.Finished(List.of());
            }
            case NODE_FAILED -> {
                ledger.mayFail(job, Kind.NODE_FAILED.code());
                yield new EngineJobState.Failed(Problem.of(Kind.NODE_FAILED, "9", "drill"));
            }
            case OUT_OF_MEMORY -> {
                ledger.excuse(job, "out of memory");
                yield new EngineJobState.Failed(Problem.of(Kind.OUT_OF_MEMORY, SimEngine.NAME));
            }
            case INTERRUPTED -> {
                ledger.mayFail(job, Kind.INTERRUPTED.code());
                yield new EngineJobState.Interrupted();
            }
        };
    }

    private List<OutputFile> outputs(int job) {
        List<OutputFile> outputs = new ArrayList<>();
        for (int i = 0; i < plan.jobs().get(job).pictures(); i++) {
            outputs.add(new OutputFile("9", "job%d_%d.png".formatted(job, i), "", "output"));
        }
        return outputs;
    }

    private void tell(EngineEvent event) {
        clients.forEach(client -> client.hear(event));
    }

    private static <T> Deque<T> of(Map<Integer, Deque<T>> plans, int job) {
        return Objects.requireNonNull(plans.get(job));
    }
}
