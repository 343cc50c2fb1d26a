package studio.atelier.ui.generate.queue;

import studio.atelier.model.JobId;
import studio.atelier.queue.QueueEvent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Events on their way from the queue's threads to the screen. Of what repeats (progress, previews, changes of one
/// job) only the newest waits, so that a burst costs the screen one update for each job. Safe to share.
final class QueueInbox {
    private record Key(Class<?> kind, Object of) {}

    private final Map<Key, QueueEvent> waiting = new LinkedHashMap<>();

    /// @return true when nothing was waiting before, so that somebody has to come and take it
    synchronized boolean put(QueueEvent event) {
        boolean first = waiting.isEmpty();
        Key key = key(event);
        waiting.remove(key); // to the end: the newest state of a job comes after its older events
        waiting.put(key, event);
        return first;
    }

    synchronized List<QueueEvent> take() {
        List<QueueEvent> taken = List.copyOf(waiting.values());
        waiting.clear();
        return taken;
    }

    /// False for what moves often and leaves the numbers of running and waiting jobs alone.
    static boolean changesTotals(QueueEvent event) {
        return switch (event) {
            case QueueEvent.JobProgressed _, QueueEvent.JobPreviewed _, QueueEvent.JobDelayed _ ->
                    false;
            default -> true;
        };
    }

    private static Key key(QueueEvent event) {
        return switch (event) {
            case QueueEvent.JobChanged(var job) -> ofJob(event, job.id());
            case QueueEvent.JobCompleted(var job, _) -> ofJob(event, job.id());
            case QueueEvent.JobProgressed(var job, _) -> ofJob(event, job);
            case QueueEvent.JobPreviewed(var job, _) -> ofJob(event, job);
            case QueueEvent.JobDelayed(var job, _) -> ofJob(event, job);
            case QueueEvent.PauseChanged _, QueueEvent.Refreshed _ ->
                    new Key(event.getClass(), event.getClass());
            case QueueEvent.BatchAdded _,
                    QueueEvent.BatchFinished _,
                    QueueEvent.BatchStopped _,
                    QueueEvent.BudgetReached _,
                    QueueEvent.EnginePaused _,
                    QueueEvent.EngineResting _,
                    QueueEvent.EngineUp _,
                    QueueEvent.EngineDown _,
                    QueueEvent.ServiceChanged _ ->
                    new Key(event.getClass(), new Object());
        };
    }

    private static Key ofJob(QueueEvent event, JobId job) {
        return new Key(event.getClass(), job);
    }
}
