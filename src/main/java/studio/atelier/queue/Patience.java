package studio.atelier.queue;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.Retry;
import studio.atelier.model.StudioException;

import java.io.IOException;

/// Repeats a step of bringing a picture home while engine, store or disk are out of reach: the picture exists
/// and is not given up. Safe to share between threads.
final class Patience {
    private final EngineLink link;
    private final Services services;
    private final Cores cores;
    private final Conditions conditions;

    Patience(EngineLink link, Services services, Cores cores, Conditions conditions) {
        this.link = link;
        this.services = services;
        this.cores = cores;
        this.conditions = conditions;
    }

    Cores cores() {
        return cores;
    }

    /// @throws StudioException what does not pass by itself, and what came that is no whole picture
    /// @throws RunEnded when this process stops or the job is lost
    <T> T with(HeldJob held, Step<T> step) {
        var backoff = new Backoff(conditions);
        while (true) {
            held.requireGoingOn();
            try {
                return step.run();
            } catch (IOException e) {
                services.failed(
                        Problem.detailed(
                                Kind.STORE_FAULTY,
                                e.toString(),
                                conditions.spool().toString(),
                                String.valueOf(e.getMessage())));
            } catch (StudioException e) {
                boolean passes = e.problem().retry() != Retry.NEVER;
                boolean ofThePicture = Fetcher.isUnreadable(e);
                if (!passes || ofThePicture) {
                    throw e;
                }
                services.failed(e.problem());
                link.failed(e.problem());
            }
            held.await(backoff.next());
        }
    }

    interface Step<T> {
        T run() throws IOException;
    }
}
