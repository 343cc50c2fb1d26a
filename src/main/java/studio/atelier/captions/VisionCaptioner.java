package studio.atelier.captions;

import studio.atelier.db.LeaseKeeper;
import studio.atelier.db.ReferenceEditStore;
import studio.atelier.db.ReferenceStore;
import studio.atelier.db.SharedLeases;
import studio.atelier.model.ReferenceImage;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.JpegDecoder;
import studio.atelier.storage.image.Thumbnails;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Captions references by a service over HTTP. Safe to share between threads; closing it ends the runs.
public final class VisionCaptioner implements Captioner, AutoCloseable {
    private static final long LONGEST_END = TimeUnit.SECONDS.toMillis(10);

    private final ReferenceStore references;
    private final ReferenceEditStore edits;
    private final SharedLeases leases;
    private final CaptionPictures pictures;
    private final InstantSource clock;
    private final CaptionLimits limits;
    private final Set<StopSignal> running = new HashSet<>();
    private boolean closed;

    /// Where captions are read and written.
    ///
    /// @param leases what keeps two runs from paying for the same reference
    public record Shelf(
            ReferenceStore references,
            ReferenceEditStore edits,
            ObjectStore objects,
            SharedLeases leases) {}

    /// @param spool for pictures on their way
    public VisionCaptioner(Shelf shelf, JpegDecoder jpeg, Path spool, InstantSource clock) {
        this(shelf, jpeg, spool, clock, CaptionLimits.USUAL);
    }

    VisionCaptioner(
            Shelf shelf, JpegDecoder jpeg, Path spool, InstantSource clock, CaptionLimits limits) {
        this.references = shelf.references();
        this.edits = shelf.edits();
        this.leases = shelf.leases();
        this.pictures = new CaptionPictures(shelf.objects(), new Thumbnails(jpeg), spool);
        this.clock = clock;
        this.limits = limits;
    }

    @Override
    public CaptionReport caption(CaptionOrder order, CaptionWatch watch, StopSignal stop) {
        begin(stop);
        // Virtual threads are not sliced in time: decoding has a thread of its own, one picture
        // after the other.
        try (ExecutorService decoding = Executors.newSingleThreadExecutor();
                var client = new VisionClient(order.service(), limits.patience(), clock);
                var claims = LeaseKeeper.of(leases, UUID.randomUUID().toString(), limits.claim())) {
            var tools =
                    new CaptionTurn.Tools(
                            client,
                            reference -> jpeg(reference, decoding),
                            references,
                            edits,
                            claims,
                            new Pace(order.service().perMinute(), limits, clock),
                            limits,
                            clock);
            return new CaptionRun(order, watch, tools).report(client, stop);
        } finally {
            end(stop);
        }
    }

    /// Ends all runs and waits until they are.
    @Override
    public void close() {
        Set<StopSignal> left;
        synchronized (this) {
            closed = true;
            left = Set.copyOf(running);
        }
        left.forEach(StopSignal::stop);
        awaitEnd();
    }

    private synchronized void awaitEnd() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_END);
        try {
            long millis = LONGEST_END;
            while (!running.isEmpty() && millis > 0) {
                wait(millis);
                millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void begin(StopSignal stop) {
        running.add(stop);
        if (closed) {
            stop.stop();
        }
    }

    private synchronized void end(StopSignal stop) {
        running.remove(stop);
        notifyAll();
    }

    private byte[] jpeg(ReferenceImage reference, ExecutorService decoding) {
        try {
            return decoding.submit(() -> pictures.jpeg(reference)).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }
}
