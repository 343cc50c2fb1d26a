package studio.atelier.ui.generate.caption;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import studio.atelier.captions.CaptionOrder;
import studio.atelier.captions.CaptionProgress;
import studio.atelier.captions.CaptionReport;
import studio.atelier.captions.CaptionWatch;
import studio.atelier.captions.Captioner;
import studio.atelier.captions.StopSignal;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.ReferenceChange.Captions;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.kit.RunStrip;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// One captioning at a time: how far it is, how it ended, and going on with what is left. JavaFX thread only; the
/// work itself runs elsewhere.
public final class CaptionsViewModel implements RunStrip.Run, AutoCloseable {
    /// More problems than a person reads.
    private static final int PROBLEMS_KEPT = 100;

    /// Captions appear in the grid this often while they are written.
    private static final long LOOK_PAUSE = TimeUnit.MILLISECONDS.toNanos(1500);

    private final Background background;
    private final Executor ui;
    private final CaptionShelf shelf;
    private final PromptMemory memory;
    private final CaptionWords words = new CaptionWords();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper(this, "running");
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper(this, "fraction", -1);
    private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper(this, "line", "");
    private final ReadOnlyStringWrapper retry = new ReadOnlyStringWrapper(this, "retry", "");
    private final ReadOnlyStringWrapper advice = new ReadOnlyStringWrapper(this, "advice", "");
    private final ReadOnlyBooleanWrapper mendedInSettings =
            new ReadOnlyBooleanWrapper(this, "mendedInSettings");
    private final ReadOnlyBooleanWrapper troubled = new ReadOnlyBooleanWrapper(this, "troubled");
    private final ReadOnlyObjectWrapper<List<Problem>> problems =
            new ReadOnlyObjectWrapper<>(this, "problems", List.of());
    private Optional<Means> means = Optional.empty();
    private @Nullable Progress progress;
    private @Nullable CaptionOrder unfinished;

    private record Means(Captioner captioner, CaptionHost host) {}

    public CaptionsViewModel(
            Background background, Executor ui, CaptionShelf shelf, PromptMemory memory) {
        this.background = background;
        this.ui = ui;
        this.shelf = shelf;
        this.memory = memory;
    }

    /// Until then there is no service.
    public void connect(Captioner captioner, CaptionHost host) {
        means = Optional.of(new Means(captioner, host));
    }

    @Override
    public ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }

    /// 0 to 1.
    @Override
    public ReadOnlyDoubleProperty fraction() {
        return fraction.getReadOnlyProperty();
    }

    /// How far it is, or how it ended; empty when there is nothing to say.
    @Override
    public ReadOnlyStringProperty line() {
        return line.getReadOnlyProperty();
    }

    @Override
    public ReadOnlyStringProperty advice() {
        return advice.getReadOnlyProperty();
    }

    /// Whether what ended the last run is mended where the service is set.
    public ReadOnlyBooleanProperty mendedInSettings() {
        return mendedInSettings.getReadOnlyProperty();
    }

    public void showSettings() {
        host().ifPresent(CaptionHost::showSettings);
    }

    /// Words for going on with what has no caption yet, empty when there is nothing to go on with.
    public ReadOnlyStringProperty retry() {
        return retry.getReadOnlyProperty();
    }

    /// True when the last one left pictures without a caption, apart from being stopped.
    @Override
    public ReadOnlyBooleanProperty troubled() {
        return troubled.getReadOnlyProperty();
    }

    /// Why; the first hundred.
    @Override
    public ReadOnlyObjectProperty<List<Problem>> problems() {
        return problems.getReadOnlyProperty();
    }

    /// What is asked before captioning begins.
    ///
    /// @param chosen what it is about at first, unless it is empty
    public CaptionChoiceViewModel choose(List<ReferenceImage> chosen) {
        return new CaptionChoiceViewModel(this, chosen, shelf.all());
    }

    /// Begins, unless it runs already.
    void start(CaptionOrder order) {
        if (running.get() || order.references().isEmpty()) {
            return;
        }
        Means its = means.orElseThrow();
        var begun = new Progress();
        progress = begun;
        unfinished = order;
        running.set(true);
        halted(Optional.empty());
        troubled.set(false);
        retry.set("");
        problems.set(List.of());
        fraction.set(0);
        line.set(words.beginning(order.references().size()));
        background.run(
                () -> its.captioner().caption(order, begun, begun.stop),
                report -> ended(order, report, begun.stop.isStopped()),
                this::failed);
    }

    /// Goes on with what has no caption yet, at the service that is set now.
    public void retryUnfinished() {
        CaptionOrder left = unfinished;
        if (running.get() || left == null || means.isEmpty()) {
            return;
        }
        CaptionHost host = means.get().host();
        background.latest(
                "captions.service",
                () -> host.service().orElseThrow(CaptionsViewModel::unset),
                service ->
                        start(
                                new CaptionOrder(
                                        service,
                                        left.references(),
                                        left.prompt(),
                                        left.replaces())),
                this::failed);
    }

    /// Ends it at once. What is written stays.
    @Override
    public void stop() {
        Progress current = progress;
        if (running.get() && current != null) {
            line.set(words.stopping());
            current.stop.stop();
        }
    }

    @Override
    public void dismiss() {
        if (!running.get()) {
            line.set("");
            halted(Optional.empty());
            retry.set("");
            troubled.set(false);
            problems.set(List.of());
            unfinished = null;
        }
    }

    @Override
    public void close() {
        Optional.ofNullable(progress).ifPresent(current -> current.stop.stop());
    }

    Background background() {
        return background;
    }

    PromptMemory memory() {
        return memory;
    }

    Optional<CaptionHost> host() {
        return means.map(Means::host);
    }

    private void halted(Optional<Problem> by) {
        advice.set(by.map(Problem::action).orElse(""));
        mendedInSettings.set(by.filter(words::isMendedInSettings).isPresent());
    }

    private static StudioException unset() {
        return new StudioException(Problem.of(Kind.CAPTIONS_UNSET));
    }

    private void ended(CaptionOrder order, CaptionReport report, boolean stopped) {
        running.set(false);
        List<ReferenceImage> left = report.unfinished();
        unfinished = left.isEmpty() ? null : order.of(left);
        troubled.set(!report.problems().isEmpty());
        problems.set(report.problems().stream().limit(PROBLEMS_KEPT).toList());
        line.set(words.ended(report, stopped));
        halted(report.halted());
        retry.set(words.retry(report));
        List<ReferenceImage> before =
                order.references().stream().filter(r -> !CaptionOrder.isUncaptioned(r)).toList();
        if (!before.isEmpty()) {
            shelf.replaced(
                    new Captions(
                            report.written().recaptioned().stream()
                                    .filter(each -> !each.from().text().isBlank())
                                    .toList()));
        }
        shelf.look();
    }

    private void failed(Problem problem) {
        running.set(false);
        troubled.set(true);
        problems.set(List.of(problem));
        line.set(problem.sentence());
        halted(Optional.of(problem));
        CaptionOrder left = unfinished;
        retry.set(left == null ? "" : words.goOn(left.references().size()));
        shelf.look();
    }

    /// Told on threads of the run; at most one update waits for the screen.
    private final class Progress implements CaptionWatch {
        private final AtomicReference<@Nullable CaptionProgress> latest = new AtomicReference<>();
        private final StopSignal stop = new StopSignal();
        private long looked = System.nanoTime();
        private int written;

        @Override
        public void changed(CaptionProgress now) {
            if (latest.getAndSet(now) == null) {
                ui.execute(this::show);
            }
        }

        private void show() {
            CaptionProgress now = latest.getAndSet(null);
            if (now == null || !running.get() || stop.isStopped()) {
                return;
            }
            fraction.set((double) (now.total() - now.left()) / now.total());
            line.set(words.progress(now));
            if (now.written() > written && System.nanoTime() - looked > LOOK_PAUSE) {
                written = now.written();
                looked = System.nanoTime();
                shelf.look();
            }
        }
    }
}
