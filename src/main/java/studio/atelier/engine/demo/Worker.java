package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/// The one thread that runs prompts, one after the other.
final class Worker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final GraphRun.Workshop workshop;
    private final PromptQueue queue;
    private final DemoLedger ledger;

    Worker(GraphRun.Workshop workshop, PromptQueue queue, DemoLedger ledger) {
        this.workshop = workshop;
        this.queue = queue;
        this.ledger = ledger;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                turn();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() throws InterruptedException {
        try {
            Optional<QueuedPrompt> prompt = queue.take();
            if (prompt.isPresent()) {
                work(prompt.get());
            }
            if (workshop.state().takeFree()) {
                workshop.cache().clear();
            }
        } catch (RuntimeException e) {
            // A loop runner: without its one worker the engine would take prompts and never run
            // one.
            LOG.error("the demo engine's worker failed and goes on", e);
        }
    }

    private void work(QueuedPrompt prompt) throws InterruptedException {
        int life = workshop.state().life();
        GraphRun run = new GraphRun(workshop, prompt);
        String outcome = outcome(run);
        ledger.add(new DemoLedger.Executed(prompt.id(), outcome, run.executed(), run.files()));
        if (outcome.equals("lost")) {
            workshop.cache().clear();
            return;
        }
        workshop.faults().waitStep(workshop.faults().historyDelay());
        if (workshop.state().life() != life) {
            return;
        }
        queue.done(prompt, run.history(outcome.equals("success")));
        if (prompt.clientId().isPresent()) {
            ObjectNode last = PythonJson.object();
            last.putNull("node").put("prompt_id", prompt.id());
            workshop.sockets().send(prompt.clientId(), "executing", last);
        }
    }

    private static String outcome(GraphRun run) {
        try {
            return run.run();
        } catch (RunStopped stopped) {
            LOG.debug("run ended early: {}", stopped.getMessage());
            return "lost";
        } catch (RuntimeException e) {
            // The one worker must outlive whatever a graph does to it.
            LOG.warn("a run of the demo engine failed", e);
            return "error";
        }
    }
}
