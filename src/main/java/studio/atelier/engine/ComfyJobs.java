package studio.atelier.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import studio.atelier.model.Problem;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Asks for one prompt, and cancels it, by id alone. Safe to share between threads.
final class ComfyJobs implements AutoCloseable {
    /// History is written shortly after the message that a prompt ended.
    private static final int SETTLING_ROUNDS = 30;

    /// Models may be unloaded between the end of a prompt and its history.
    private static final Duration LONGEST_END = Duration.ofMinutes(3);

    private static final Duration ROUND = Duration.ofMillis(100);
    private static final int CANCEL_ROUNDS = 5;
    private static final String QUEUE = "queue";

    private final ComfyHttp http;
    private final ComfyTrouble trouble;
    private final SentPrompts sent;
    private final ComfyHistory history;
    private final ComfyAbsence absence;
    private final CountDownLatch closed = new CountDownLatch(1);

    /// Newer servers cancel by id in one step; learned from the first attempt.
    private volatile boolean cancelsById = true;

    ComfyJobs(ComfyHttp http, ComfyTrouble trouble, SentPrompts sent, ComfyAbsence absence) {
        this.http = http;
        this.trouble = trouble;
        this.sent = sent;
        this.absence = absence;
        this.history = new ComfyHistory(trouble);
    }

    EngineJobState lookUp(PromptId prompt) {
        EngineJobState state = ask(prompt);
        for (int round = 0; round < SETTLING_ROUNDS && isSettling(prompt, state); round++) {
            if (pause()) {
                return state;
            }
            state = ask(prompt);
        }
        if (isSettling(prompt, state)) {
            sent.expectNoMore(prompt);
        }
        return absence.judge(prompt, withoutWorker(prompt, state));
    }

    /// A custom node may break what ComfyUI does at the end of every job, or all of it: its worker dies of it, the job,
    /// whose pictures may be saved, stays where it is, and whatever waits behind it waits for ever.
    ///
    /// @throws StudioException `ENGINE_SILENT` for a job that waits
    private EngineJobState withoutWorker(PromptId prompt, EngineJobState state) {
        Set<String> stuck = sent.overdue(LONGEST_END);
        Problem silent = Problem.of(Problem.Kind.ENGINE_SILENT, trouble.engine());
        if (state instanceof EngineJobState.Running && stuck.contains(prompt.value())) {
            return new EngineJobState.Unknown(Optional.of(silent));
        }
        if (state instanceof EngineJobState.Waiting
                && !stuck.isEmpty()
                && queue().running().stream().anyMatch(item -> stuck.contains(item.id()))) {
            throw new StudioException(silent);
        }
        return state;
    }

    /// @return true when the engine has it no more, or has accepted to stop it; false when it was already
    ///     finished or unknown
    boolean cancel(PromptId prompt) {
        if (cancelsById) {
            Answer answer =
                    http.post(
                            "api/jobs/" + prompt.value() + "/cancel",
                            ComfyJson.object(),
                            ComfyHttp.SHORT);
            boolean unknownRoute = answer.status() == 404 || answer.status() == 405;
            if (!unknownRoute || trouble.isOfProxy(answer)) {
                return trouble.json(answer, "api/jobs/cancel").path("cancelled").asBoolean();
            }
            cancelsById = false;
        }
        return cancelInSteps(prompt);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    /// Deletes it where it waits, then interrupts it where it runs, until it is in neither place: between the
    /// two steps it may have begun, and an interrupt that meets the end of a step may be lost.
    private boolean cancelInSteps(PromptId prompt) {
        boolean wasThere = false;
        for (int round = 0; round < CANCEL_ROUNDS; round++) {
            EngineJobState state = ask(prompt);
            switch (state) {
                case EngineJobState.Waiting _ -> delete(prompt);
                case EngineJobState.Running _ -> interrupt(prompt);
                case EngineJobState.Interrupted _,
                        EngineJobState.Missing _,
                        EngineJobState.Unknown _ -> {
                    return wasThere;
                }
                case EngineJobState.Finished _, EngineJobState.Failed _ -> {
                    return false;
                }
            }
            wasThere = true;
            if (pause()) {
                break;
            }
        }
        return wasThere;
    }

    private void delete(PromptId prompt) {
        ObjectNode body = ComfyJson.object();
        body.putArray("delete").add(prompt.value());
        succeed(http.post(QUEUE, body, ComfyHttp.SHORT), QUEUE);
    }

    /// Only with the id: without it the server stops whatever runs, which may be somebody else's.
    private void interrupt(PromptId prompt) {
        ObjectNode body = ComfyJson.object();
        body.put("prompt_id", prompt.value());
        succeed(http.post("interrupt", body, ComfyHttp.SHORT), "interrupt");
    }

    private void succeed(Answer answer, String path) {
        if (!answer.isSuccess()) {
            throw new StudioException(trouble.problemOf(answer, path));
        }
    }

    private EngineJobState ask(PromptId prompt) {
        return inHistory(prompt)
                .or(() -> inQueue(prompt))
                // it may have gone from the queue to the history between the two questions
                .or(() -> inHistory(prompt))
                .orElseGet(EngineJobState.Unknown::new);
    }

    private boolean isSettling(PromptId prompt, EngineJobState state) {
        return (state instanceof EngineJobState.Running || state instanceof EngineJobState.Unknown)
                && sent.isExpected(prompt);
    }

    private Optional<EngineJobState> inHistory(PromptId prompt) {
        String path = "history/" + prompt.value();
        JsonNode reply = http.json(path, ComfyHttp.SHORT);
        if (!reply.isObject()) {
            throw trouble.shape(path, reply);
        }
        JsonNode entry = reply.path(prompt.value());
        return entry.isObject() ? Optional.of(history.state(entry)) : Optional.empty();
    }

    private Optional<EngineJobState> inQueue(PromptId prompt) {
        return queue().state(prompt);
    }

    private ComfyQueue queue() {
        Answer answer = http.get(QUEUE, ComfyHttp.SHORT);
        trouble.requireData(answer, QUEUE);
        try {
            return ComfyQueue.read(answer.body()).orElseThrow(() -> oddQueue(answer));
        } catch (IOException e) {
            throw new StudioException(trouble.notJson(answer), e);
        }
    }

    private StudioException oddQueue(Answer answer) {
        String words = EngineWords.text("answer.shape", "/" + QUEUE);
        return new StudioException(trouble.faulty(words, answer.detail()));
    }

    /// @return true when there is no point in going on
    private boolean pause() {
        try {
            return closed.await(ROUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
